"""Who is told, and that they were. The row is the notification; the socket is only a doorbell."""
