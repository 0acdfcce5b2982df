"""The console: pages for coordinators, administrators and auditors."""
