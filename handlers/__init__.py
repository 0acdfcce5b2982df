"""The room that acts: everything that meets the network, the clock or a setting."""
