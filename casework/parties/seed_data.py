"""Rows of the seed: the four platforms are the notice's (R5); everything called 示例 is invented."""

from typing import NamedTuple


class SeedCinema(NamedTuple):
    code: str
    name: str
    division: str
    address: str
    duty_manager: str
    duty_phone: str


# All of Zhuzhou's counties, and a few of other prefectures.
COUNTY_UNIONS = [
    "430202",
    "430203",
    "430204",
    "430211",
    "430212",
    "430223",
    "430224",
    "430225",
    "430281",
    "430102",
    "430104",
    "430111",
    "430302",
    "430702",
    "433101",
]

# Bare names: they took part in 2021, and nothing else is known of them here.
NAMED_PLATFORMS = ["银联云闪付", "湖南电影通", "和包支付", "猫眼电影"]

EXAMPLE_PLATFORM = "示例平台"
EXAMPLE_PLATFORM_PHONE = "0731-0000 0100"
EXAMPLE_CHANNEL = (
    "票券到期前后均可申请延期 3 个月，每张一次：在购券页面点“申请延期”，或拨打客服电话。"
    "延期后仍未用完的余额，由主办单位统一归集，用于职工公益观影。"
)
EXAMPLE_PROCEDURE = "向售票员出示票券二维码，扫码核销后选座出票；余额不够的，当场补差价。"
EXAMPLE_SETTLEMENT_DAYS = 15

EXAMPLE_UNION = "示例机械厂工会"

# Codes that the public register of June 2025 does not have. 云龙店 lies in a zone whose county is not known.
CINEMAS = [
    SeedCinema("43029901", "示例影城（天元店）", "430211", "天元区示例路 1 号", "蒋小例", "0731-0000 0101"),
    SeedCinema("43029902", "示例影城（荷塘店）", "430202", "荷塘区示例路 2 号", "吴小例", "0731-0000 0102"),
    SeedCinema("43029903", "示例影城（云龙店）", "430200", "云龙示范区示例路 3 号", "郑小样", "0731-0000 0103"),
    SeedCinema("43019991", "示例星光影城（韶山路店）", "430111", "雨花区示例路 4 号", "王小例", "0731-0000 0104"),
    SeedCinema("43039901", "示例影城（雨湖店）", "430302", "雨湖区示例路 5 号", "冯小样", "0731-0000 0105"),
    # 常德 is 08 in the film system and 07 in the division codes.
    SeedCinema("43089901", "示例星光影城（武陵店）", "430702", "武陵区示例路 6 号", "陈小例", "0736-0000 0106"),
]
