"""Platform applications, cinema enrolments, the public lists."""
