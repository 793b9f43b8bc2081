#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An invented sample in the shape of the Companies House bulk file: 55 columns, some headers with a
leading space as in the real file. Every company is made up; numbers begin with 99.

    uk_sample.py [--seed N] [--companies N] [--dates iso|file]      the sample, to stdout
    uk_sample.py … --expect                                         what rules/uk must find in it

The real file writes dates as dd/mm/yyyy, which hejian's date type does not take (design.md section
7): the sample has ISO dates unless asked for the file's own, and a real file needs the same change
before it is loaded (docs/uk.md). --expect counts from the made companies, not from the CSV.
"""
import argparse
import csv
import datetime
import random
import sys

AS_OF = datetime.date(2026, 6, 30)
ADDRESS = ["CareOf", "POBox", "AddressLine1", " AddressLine2", "PostTown", "County", "Country", "PostCode"]
HEADERS = (
    ["CompanyName", " CompanyNumber"] + [f"RegAddress.{part}" for part in ADDRESS]
    + ["CompanyCategory", "CompanyStatus", "CountryOfOrigin", "DissolutionDate", "IncorporationDate",
       "Accounts.AccountRefDay", "Accounts.AccountRefMonth", "Accounts.NextDueDate",
       "Accounts.LastMadeUpDate", "Accounts.AccountCategory", "Returns.NextDueDate",
       "Returns.LastMadeUpDate"]
    + [f"Mortgages.Num{part}" for part in ("MortCharges", "MortOutstanding", "MortPartSatisfied", "MortSatisfied")]
    + [f"SICCode.SicText_{n}" for n in (1, 2, 3, 4)]
    + ["LimitedPartnerships.NumGenPartners", "LimitedPartnerships.NumLimPartners", "URI"]
    + [f" PreviousName_{n}.{part}" for n in range(1, 11) for part in ("CONDATE", "CompanyName")]
    + ["ConfStmtNextDueDate", " ConfStmtLastMadeUpDate"])
HEADERS = [header.replace(". ", ".") for header in HEADERS]

FIRST = ["Alder", "Brook", "Cinder", "Dapple", "Ember", "Fallow", "Gorse", "Harrow", "Ivory", "Juniper"]
SECOND = ["Analytics", "Bakery", "Carpentry", "Design", "Energy", "Foods", "Glass", "Haulage", "Instruments", "Joinery"]
TOWNS = ["LEEDS", "HULL", "YORK", "BRADFORD", ""]
CATEGORIES = [("Private Limited Company", 80), ("Public Limited Company", 5), ("Limited Liability Partnership", 8),
              ("Community Interest Company", 4), ("Limited Partnership", 3)]
STATUSES = [("Active", 82), ("Active - Proposal to Strike off", 8), ("Liquidation", 5), ("In Administration", 2),
            ("Voluntary Arrangement", 2), ("ADMINISTRATIVE RECEIVER", 1)]
SIC = ["72190 - Other research and experimental development on natural sciences and engineering",
       "62012 - Business and domestic software development", "10710 - Manufacture of bread",
       "47910 - Retail sale via mail order houses or via Internet", "None Supplied"]
IS_COMPANY = {"Private Limited Company", "Public Limited Company", "Community Interest Company"}
INSOLVENT = {"Liquidation", "In Administration", "Voluntary Arrangement", "ADMINISTRATIVE RECEIVER"}


def pick(draw, weighted):
    return draw.choices([item for item, _ in weighted], [weight for _, weight in weighted])[0]


def due(draw):
    """Most are not due yet, some a little late, some long; some companies owe none."""
    kind = draw.random()
    if kind < 0.05:
        return None
    days = draw.randrange(1, 360) if kind < 0.75 else -draw.randrange(0, 90) if kind < 0.85 else -draw.randrange(90, 900)
    return AS_OF + datetime.timedelta(days=days)


def make(seed, count):
    draw = random.Random(seed)
    for number in range(count):
        company = {
            "name": f"{draw.choice(FIRST).upper()} {draw.choice(SECOND).upper()} {number + 1} LIMITED",
            "number": f"99{number + 1:06d}",
            "town": draw.choice(TOWNS),
            "category": pick(draw, CATEGORIES),
            "status": pick(draw, STATUSES),
            "founded": datetime.date(draw.randrange(1985, 2025), draw.randrange(1, 13), draw.randrange(1, 29)),
            "accounts": due(draw),
            "statement": due(draw),
            "kind": draw.choice(["DORMANT", "MICRO ENTITY", "TOTAL EXEMPTION FULL", "NO ACCOUNTS FILED"]),
            "charges": draw.choice([0, 0, 0, 1, 2]),
            "sic": draw.choice(SIC),
        }
        if company["accounts"] and company["accounts"] < AS_OF - datetime.timedelta(days=90) and draw.random() < 0.7:
            company["statement"] = company["accounts"] + datetime.timedelta(days=draw.randrange(0, 15))
        yield company


def row(company, dates):
    def day(value):
        if value is None:
            return ""
        return value.isoformat() if dates == "iso" else value.strftime("%d/%m/%Y")
    made = company["accounts"] and company["accounts"] - datetime.timedelta(days=273)
    values = {
        "CompanyName": company["name"], "CompanyNumber": company["number"],
        "RegAddress.AddressLine1": "1 Invented Row", "RegAddress.PostTown": company["town"],
        "RegAddress.Country": "ENGLAND", "CompanyCategory": company["category"],
        "CompanyStatus": company["status"], "CountryOfOrigin": "United Kingdom",
        "IncorporationDate": day(company["founded"]), "Accounts.NextDueDate": day(company["accounts"]),
        "Accounts.LastMadeUpDate": day(made), "Accounts.AccountCategory": company["kind"],
        "Mortgages.NumMortCharges": company["charges"], "Mortgages.NumMortOutstanding": company["charges"],
        "Mortgages.NumMortPartSatisfied": 0, "Mortgages.NumMortSatisfied": 0,
        "SICCode.SicText_1": company["sic"],
        "LimitedPartnerships.NumGenPartners": 0, "LimitedPartnerships.NumLimPartners": 0,
        "URI": f"http://business.data.gov.uk/id/company/{company['number']}",
        "ConfStmtNextDueDate": day(company["statement"]),
    }
    return [values.get(header.strip(), "") for header in HEADERS]


def expect(companies):
    """The rules of rules/uk said again in Python."""
    def late(value, days):
        return value is not None and (AS_OF - value).days > days
    counts = dict.fromkeys(["abnormal.accounts-overdue", "abnormal.confirmation-overdue",
                            "protect.in-insolvency", "zombie.not-in-business",
                            "zombie.proposal-to-strike-off"], 0)
    research = companies_on_register = 0
    for company in companies:
        insolvent = company["status"] in INSOLVENT
        is_company = company["category"] in IS_COMPANY
        counts["abnormal.accounts-overdue"] += late(company["accounts"], 0) and not insolvent
        counts["abnormal.confirmation-overdue"] += late(company["statement"], 0) and not insolvent
        counts["protect.in-insolvency"] += insolvent
        counts["zombie.not-in-business"] += (is_company and company["status"] == "Active"
                                             and late(company["accounts"], 60) and late(company["statement"], 60))
        counts["zombie.proposal-to-strike-off"] += company["status"] == "Active - Proposal to Strike off"
        companies_on_register += is_company
        research += is_company and company["sic"].startswith("72")
    for rule, count in sorted(counts.items()):
        print(f"{rule} {count}")
    print(f"ratio {research} / {companies_on_register}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=20260630)
    parser.add_argument("--companies", type=int, default=600)
    parser.add_argument("--dates", choices=["iso", "file"], default="iso")
    parser.add_argument("--expect", action="store_true")
    arguments = parser.parse_args()
    companies = make(arguments.seed, arguments.companies)
    if arguments.expect:
        expect(companies)
        return
    assert len(HEADERS) == 55
    writer = csv.writer(sys.stdout, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(HEADERS)
    writer.writerows(row(company, arguments.dates) for company in companies)


if __name__ == "__main__":
    main()
