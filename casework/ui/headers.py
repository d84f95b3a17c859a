"""Headers that Django does not send by itself."""

from django.http import HttpRequest, HttpResponse

# Photos are taken by the camera's own application, through a file field: no page needs the camera itself.
NOT_USED = ("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer")
NOT_USED += ("microphone", "midi", "payment", "serial", "usb")
PERMISSIONS = ", ".join(f"{name}=()" for name in NOT_USED)


def what_pages_may_use(get_response):
    """Middleware: devices are closed to every page, and other sites may show none of our files."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware
