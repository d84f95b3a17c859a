"""For trying out, mails become files (docs/configuration.md, EMAIL_URL)."""

import email
import email.policy

from django.core.mail import EmailMessage, get_connection


def test_each_mail_is_a_file_that_a_mail_program_opens(tmp_path):
    for number in (1, 2):
        connection = get_connection("casework.house.mailbox.EmailBackend", file_path=str(tmp_path))
        EmailMessage(
            f"第 {number} 封", "您好：\n", "noreply@example.cn", ["lin@example.com"], connection=connection
        ).send()
    found = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in tmp_path.glob("*.eml")
    ]
    assert sorted(mail["Subject"] for mail in found) == ["第 1 封", "第 2 封"]
    assert found[0].get_content() == "您好：\n"
