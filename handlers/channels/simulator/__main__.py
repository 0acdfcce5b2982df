"""The simulator as a process of its own: `python -m handlers.channels.simulator --help`."""

from pathlib import Path

import click
from flask import Flask

from handlers.channels.simulator import simulator_blueprint
from handlers.settings import Clock, read_settings

STATIC = Path(__file__).parents[2] / "static"


def create_simulator(webhook: str, secret: str, token: str) -> Flask:
    """An application with nothing but the simulator."""
    settings = read_settings()
    clock = Clock(settings.timezone, settings.bokcarbon_clock)
    app = Flask("simulator", static_folder=str(STATIC))
    app.register_blueprint(simulator_blueprint(webhook, secret, token, clock.now))
    return app


@click.command()
@click.option("--port", default=8001, show_default=True)
@click.option("--webhook", required=True, help="the service's webhook address")
@click.option("--secret", required=True, help="LINE_CHANNEL_SECRET of the service")
@click.option("--token", required=True, help="LINE_CHANNEL_ACCESS_TOKEN of the service")
def main(port: int, webhook: str, secret: str, token: str) -> None:
    """Play LINE for a service on this computer."""
    create_simulator(webhook, secret, token).run("127.0.0.1", port, threaded=True)


if __name__ == "__main__":
    main()
