"""For trying out, mails become files (docs/configuration.md, EMAIL_URL)."""

import email
import email.policy

import time_machine
from django.core.mail import EmailMessage, get_connection, send_mail


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


def test_mails_of_the_same_second_never_share_a_file(tmp_path):
    with time_machine.travel("2026-11-28 15:52:40+08:00", tick=False):
        for _number in range(20):
            # Nothing holds the backend afterwards: the next one may lie at its place in memory.
            backend = "casework.house.mailbox.EmailBackend"
            send_mail("您好", "您好", None, ["lin@example.com"], connection=get_connection(backend, file_path=tmp_path))
    assert len(list(tmp_path.glob("*.eml"))) == 20
