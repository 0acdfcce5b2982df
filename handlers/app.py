"""create_app: the web side of the service."""

import structlog
from flask import Blueprint, Flask, Response, got_request_exception, request

from handlers.console.pages import console_blueprint
from handlers.health import health_blueprint
from handlers.logs import configure_logs
from handlers.pictures.page import files_blueprint
from handlers.service import Service
from handlers.settings import Settings, read_settings
from handlers.webhook import webhook_blueprint

log = structlog.get_logger()

MOST_BYTES = 1024 * 1024  # a webhook body; LINE's and Telegram's are far smaller
POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)


def create_app(settings: Settings | None = None, service: Service | None = None) -> Flask:
    """The application gunicorn serves. Wrong settings stop it here, in one line."""
    configure_logs()
    service = service or Service.start(settings or read_settings())
    app = Flask(__name__)
    app.config.update(MAX_CONTENT_LENGTH=MOST_BYTES, SECRET_KEY=service.settings.secret_key)
    app.register_blueprint(webhook_blueprint(service))
    app.register_blueprint(health_blueprint(service))
    app.register_blueprint(console_blueprint(service))
    app.register_blueprint(files_blueprint(service))
    if service.settings.plays_line:
        app.register_blueprint(_simulator(service))
    app.after_request(_harden)
    app.logger.disabled = True  # its lines hold addresses, and those the secrets of links
    got_request_exception.connect(_log_failure, app)
    return app


def _simulator(service: Service) -> Blueprint:
    """LINE's side of the API, played here; only ever when no real LINE host is set."""
    from handlers.channels.simulator import simulator_blueprint

    settings = service.settings
    return simulator_blueprint(
        webhook_url=f"{settings.base_url}/webhook/line",
        channel_secret=settings.line_channel_secret[0],
        access_token=settings.line_channel_access_token,
        now=service.clock.now,
    )


def _log_failure(sender: Flask, exception: BaseException) -> None:
    log.error("web.failed", page=request.endpoint, error=type(exception).__name__, exc_info=True)


def _harden(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    return response
