# SPDX-License-Identifier: MIT
"""What rules and routes of rules/cn may rest on: a rule known from one source or from memory alone is
a draft (rules/README.md), and every article that is cited is one whose text was read or is confirmed.

    citations.py SOURCE. Status 77 (skipped) where python3-yaml is not installed.
"""
import pathlib
import sys

try:
    import yaml
except ImportError:
    sys.exit(77)

# law → articles that were compared with its text, or (令105, 97号 and the like) with two sources
READ = {
    "公司法2023": {32, 229, 235, 236, 240, 241, 260},
    "民法典": {70, 72},
    "个人独资企业法": {36},
    "农民专业合作社法2017": {71},
    "行政处罚法2021": {63},
    "市场主体登记管理条例": {8, 21, 30, 31, 32, 33, 34},
    "市场主体登记管理条例实施细则": {46, 48, 63, 70},
    "注册资本登记管理规定2024": {8},
    "强制注销办法": {3, 19},
    "企业信息公示暂行条例": {8, 17},
    "企业名称登记管理规定2020": {4, 5, 17},
    "税务总局公告2019-48": {3},
    "工商企注字2017-133": {3},
}
# Cited by routes and hints beside a law that is better known; nothing rests on them alone.
ONE_SOURCE = {"行政处罚程序规定": {82}, "高新技术企业认定管理办法2016": {12, 19}}


def documents(source):
    for path in sorted((source / "rules/cn").rglob("*.yaml")):
        yield path, yaml.safe_load(path.read_text(encoding="utf-8"))


def main():
    source = pathlib.Path(sys.argv[1])
    laws, faults, cited = {}, [], 0
    for _, document in documents(source):
        laws.update(document.get("laws") or {})
    for path, document in documents(source):
        for item in [*(document.get("rules") or []), *(document.get("routes") or [])]:
            place = f"{path.relative_to(source)}: {item['id']}"
            sure = set()
            for basis in item.get("basis", []):
                law, article = laws[basis["law"]], basis.get("article")
                sure.add(law["confidence"])
                cited += 1
                if law["status"] != "in_force":
                    faults.append(f"{place} cites {basis['law']}, repealed")
                known = READ.get(basis["law"], set()) | ONE_SOURCE.get(basis["law"], set())
                if article and article not in known:
                    faults.append(f"{place} cites {basis['law']} art. {article}: nobody has read it")
            hint = item.get("class") == "protect" or item.get("severity") == "info"
            if not sure & {"P", "C2"} and item.get("status") != "draft" and not hint:
                faults.append(f"{place} rests on {sorted(sure)} alone and is no draft")
    print("\n".join(faults) or f"{cited} citations")
    return 1 if faults or cited < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
