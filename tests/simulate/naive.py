#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The simulation a second time, one firm-free trial after the other, as design.md section 11 says it.

Reads the cases that naive_cases prints and works every trial out again from the same counters: key
(seed, purpose), counter (trial, cohort, month, draw). Nothing is shared with src/ but the papers the
methods come from. Ends with 1 at the first trial that differs.
"""
import datetime
import json
import math
import sys
from math import exp, floor, lgamma, log, log1p, sqrt

SHARE, CASE, FLIGHT, FOUNDED, CLOSED, RENEWAL, APPROVAL, LAG, PLACE, FLOWN = range(1, 11)
NO_TOWN = 2**32 - 1
EPOCH = datetime.date(1970, 1, 1).toordinal()


def philox(key, counter):
    (k0, k1), (a, b, c, d) = key, counter
    for _ in range(10):
        left, right = 0xD2511F53 * a, 0xCD9E8D57 * c
        a, b, c, d = right >> 32 ^ b ^ k0, right & 0xFFFFFFFF, left >> 32 ^ d ^ k1, left & 0xFFFFFFFF
        k0, k1 = k0 + 0x9E3779B9 & 0xFFFFFFFF, k1 + 0xBB67AE85 & 0xFFFFFFFF
    return a, b, c, d


def numbers(seed, purpose, trial, cohort, month):
    """Uniform numbers in (0, 1) of 52 bits."""
    draw = 0
    while True:
        words = philox((seed, purpose), (trial, cohort, month, draw))
        for high, low in (words[:2], words[2:]):
            yield (((high << 32 | low) >> 12) + 0.5) * 2.0**-52
        draw += 1


def rest(n):  # of Stirling's formula for n!
    return lgamma(n + 1) - ((n + 0.5) * log(n + 1) - (n + 1) + 0.5 * log(2 * math.pi))


def binomial(u, n, p):
    if n <= 0 or p <= 0:
        return 0
    if p >= 1:
        return n
    if p > 0.5:
        return n - binomial(u, n, 1 - p)
    if n * p < 10:  # inversion
        v, k, chance = next(u), 0, (1 - p) ** n
        while v > chance and k < n:
            v -= chance
            k += 1
            chance *= (n + 1) * (p / (1 - p)) / k - p / (1 - p)
        return k
    spread = sqrt(n * p * (1 - p))  # BTRS, Hoermann 1993
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * p
    while True:
        x, v = next(u) - 0.5, next(u)
        edge = 0.5 - abs(x)
        k = floor((2 * a / edge + b) * x + n * p + 0.5)
        if edge >= 0.07 and v <= 0.92 - 4.2 / b:
            return k
        if 0 <= k <= n:
            m = floor((n + 1) * p)
            ratio = (lgamma(m + 1) + lgamma(n - m + 1) - lgamma(k + 1) - lgamma(n - k + 1)
                     + (k - m) * log(p / (1 - p)))
            if log(v * (2.83 + 5.1 / b) * spread / (a / edge**2 + b)) <= ratio:
                return k


def from_table(u, log_chance, mean, variance, most):
    """The first value up to which the chances sum to at least u."""
    reach = 9 * sqrt(variance) + 60
    low, high = max(0, floor(mean - reach)), min(most, math.ceil(mean + reach))
    chances = [exp(log_chance(k)) for k in range(low, high + 1)]
    total, v, below = sum(chances), next(u), 0.0
    for k, chance in enumerate(chances, low):
        below += chance
        if v <= below / total:
            return k
    return high


def fixed_binomial(u, n, p):
    if p <= 0 or p >= 1 or n <= 0:
        return n if p >= 1 else 0
    return from_table(u, lambda k: lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(p)
                      + (n - k) * log1p(-p), n * p, n * p * (1 - p), n)


def poisson(u, mean):
    return from_table(u, lambda k: k * log(mean) - mean - lgamma(k + 1), mean, mean, 10**9) if mean else 0


def gamma(u, shape):  # logarithm; Marsaglia and Tsang 2000, Marsaglia's polar method
    if shape < 1:
        larger = gamma(u, shape + 1)
        return larger + log(next(u)) / shape
    d = shape - 1 / 3
    c = 1 / sqrt(9 * d)
    while True:
        while True:
            x, y = 2 * next(u) - 1, 2 * next(u) - 1
            square = x * x + y * y
            if 0 < square < 1:
                break
        x *= sqrt(-2 * log(square) / square)
        v = (1 + c * x) ** 3
        if v > 0:
            w = next(u)
            if w < 1 - 0.0331 * x**4 or log(w) < 0.5 * x * x + d * (1 - v + log(v)):
                return log(d * v)


def beta(u, a, b):  # BB, Cheng 1978
    low, high = min(a, b), max(a, b)
    width = sqrt((a + b - 2) / (2 * a * b - a - b))
    while True:
        x, y = next(u), next(u)
        v = width * log(x / (1 - x))
        w = low * exp(v)
        r = (low + 1 / width) * v - log(4)
        if r + (a + b) * log((a + b) / (high + w)) >= log(x * x * y):
            return (w if low == a else high) / (high + w)


def share(u, a, b, fixed=0, value=0):
    if fixed:
        return value
    if min(a, b) > 1:
        return beta(u, a, b)
    x, y = gamma(u, a), gamma(u, b)
    return 1 / (1 + exp(y - x))


def triangle_below(low, mode, high, x):
    if x >= high:
        return 1.0
    if x <= low:
        return 0.0
    if x <= mode:
        return (x - low) ** 2 / ((high - low) * (mode - low))
    return 1 - (high - x) ** 2 / ((high - low) * (high - mode))


def triangular(u, low, mode, high):
    v, width = next(u), high - low
    if v * width < mode - low:
        return low + sqrt(v * width * (mode - low))
    return high - sqrt((1 - v) * width * (high - mode))


def place(u, n, successes, wanted):
    """Where the wanted-th success stands: chances from the middle outwards."""
    def chance(k):
        return math.comb(k - 1, wanted - 1) * math.comb(n - k, successes - wanted) / math.comb(n, successes)
    low, high = wanted, n - successes + wanted
    if low == high:
        return low
    up = down = min(max(int(wanted * (n + 1.0) / (successes + 1.0)), low), high)
    v = next(u) - chance(up)
    while v > 0 and (up < high or down > low):
        if up < high:
            up += 1
            v -= chance(up)
            if v <= 0:
                return up
        if down > low:
            down -= 1
            v -= chance(down)
            if v <= 0:
                return down
    return up if v <= 0 else high


def steps_end(case, steps, day):
    for days, working_days in steps:
        day += days
        while working_days:
            day += 1
            working_days -= (day + EPOCH - 1) % 7 < 5 and day not in case["holidays"]
    return day


def apportion(weights, total):
    total = min(total, sum(weights))
    if total == 0:
        return [0] * len(weights)
    parts = [total * w // sum(weights) for w in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % sum(weights)), i))
    for i in order[:total - sum(parts)]:
        parts[i] += 1
    return parts


def months_of(case):
    months, first = [], case["as_of"] + 1
    while first <= case["deadline"]:
        begin = datetime.date.fromordinal(first + EPOCH)
        following = (begin.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
        days = (following - begin.replace(day=1)).days
        last = min(following.toordinal() - EPOCH - 1, case["deadline"])
        months.append((begin.month, first, last, (last - first + 1) / days))
        first = last + 1
    return months


def month_of(months, day):
    return next((m for m, month in enumerate(months) if day <= month[2]), len(months))


def openings_of(case, months):
    """(route, group, purpose, stream, day, least, passed, firms, month)"""
    openings, flights = [], 0
    for route, stage, since, town, firms in case["cohorts"]:
        if stage >= 0:
            of = case["routes"][route]
            day = since - (steps_end(case, of["steps"][:stage], since) - since)
            least, passed = steps_end(case, of["steps"][stage:], since), 0
            if least <= case["as_of"]:  # its steps have run: the duration alone holds it up
                least = case["as_of"] + 1
                passed = triangle_below(*of["duration"], case["as_of"] - day) if of["duration"][2] else 0
            group = route << 22 | (town + 1 << 10 if of["by"] == 2 else 0)
            openings.append((route, group, FLIGHT, flights, day, least, passed, firms, 0))
            flights += 1
    for route, of in enumerate(case["routes"]):
        stock = [0, 0, 0]
        for cohort in case["cohorts"]:
            if cohort[0] == route and cohort[1] < 0:
                stock[min(cohort[3], 2)] += cohort[4]
        for m, (_, first, last, _) in enumerate(months):
            parts = apportion(stock, of["per_month"]) if of["from"] <= last else [0, 0, 0]
            stock = [s - p for s, p in zip(stock, parts)]
            day = max(first, of["from"])
            least = steps_end(case, of["steps"], day)
            by_town = [(route << 22 | t + 1 << 10 | m + 1, route << 22 | t + 1 << 10, n)
                       for t, n in enumerate(parts)]
            whole = [(route << 22 | m + 1, route << 22 | (m + 1 if of["by"] == 1 else 0), sum(parts))]
            for stream, group, firms in by_town if of["by"] == 2 else whole:
                if firms:
                    openings.append((route, group, CASE, stream, day, least, 0, firms, m))
    return openings


def below(case, opening, day):
    route, _, _, _, start, least, passed, _, _ = opening
    duration = case["routes"][route]["duration"]
    if day < least:
        return 0.0
    if not duration[2] or passed >= 1:
        return 1.0
    now = triangle_below(*duration, day - start)
    return 0.0 if now <= passed else (now - passed) / (1 - passed)


def mean_share(of):
    a, b, fixed, value = of["share"]
    return value if fixed else a / (a + b)


def run_trial(case, months, openings, trial):
    def at(purpose, cohort, month=0):
        return numbers(case["seed"], purpose, trial, cohort, month)

    lagged = case["lag"][2] > 0
    lag = triangular(at(LAG, 0), *case["lag"]) * 30.4375 if lagged else 0
    exits, change = [0] * len(months), [0] * len(months)
    ended, flown = [], {}
    for opening in openings:
        route, group, purpose, stream, _, _, _, firms, start = opening
        fixed = case["routes"][route]["share"][2]
        q = share(at(SHARE, group), *case["routes"][route]["share"])
        into = exits
        if purpose == FLIGHT and not fixed and not lagged:  # when would it end; whether it does comes after
            _, into = flown.setdefault(group, (q, [0] * len(months)))
            q = 1
        chances = [q * below(case, opening, month[2] - lag) for month in months]
        if firms == 1:  # one number says when, if at all
            u = next(at(purpose, stream))
            left = firms
            for m in range(start, len(months)):
                if u <= chances[m]:
                    into[m] += 1
                    left = 0
                    break
        elif not lagged and (fixed or purpose == FLIGHT):
            left = same_months(at(purpose, stream), firms, chances, range(start, len(months)), into)
        else:
            left, before = firms, 0.0
            for m in range(start, len(months)):
                if chances[m] > before and left:
                    ends = binomial(at(purpose, stream, m), left, (chances[m] - before) / (1 - before))
                    before = chances[m]
                    left -= ends
                    into[m] += ends
        ended.append(firms - left)
    for group, (q, would) in flown.items():
        for m, count in enumerate(would):
            exits[m] += binomial(at(FLOWN, group, m), count, q)
    endings = {}
    for end, firms in case["certificates"]:
        if month_of(months, end) < len(months):
            endings[month_of(months, end)] = endings.get(month_of(months, end), 0) + firms
    a, b, fixed, value = case["renewal"]
    for i, (m, firms) in enumerate(endings.items()):
        draw = fixed_binomial if fixed else binomial
        change[m] += draw(at(RENEWAL, 1 + i), firms, share(at(RENEWAL, 0), a, b, fixed, value)) - firms
    for i, (date, applicants, a, b) in enumerate(case["approvals"]):
        passes = binomial(at(APPROVAL, 2 * i + 1), applicants, share(at(APPROVAL, 2 * i), a, b))
        change[month_of(months, date)] += passes
    campaign = sum(c[4] for c in case["cohorts"])
    n, h, loose, out = case["denominator"], case["numerator"], case["denominator"] - campaign, []
    for m, (name, _, _, part) in enumerate(months):
        new = poisson(at(FOUNDED, 0, m), case["founded"][name - 1] * part)
        closed = poisson(at(CLOSED, 0, m), case["closed"][name - 1] * part)
        for day, new_firms, gone, hightech in case["events"]:
            if month_of(months, day) == m:
                new, closed, h = new + new_firms, closed + gone, h + hightech
        loose += new
        closed = min(closed, loose)
        loose -= closed
        n += new - closed - exits[m]
        h += change[m]
        out += [n, h]
    opened = sum(k for o, k in zip(openings, ended) if o[2] == CASE)
    return out + [opened, cases_needed(case, months, openings, ended, n + opened, h, at)]


def same_months(u, firms, chances, months, into):
    """Chances that are the same in every trial: looked up where so many may well be left."""
    left, before = firms, 0.0
    for m in months:
        if chances[m] <= before or not left:
            continue
        mean, p = firms * (1 - before), (chances[m] - before) / (1 - before)
        reach = 4 * sqrt(mean * before)
        usual = max(1, floor(mean - reach)) <= left <= min(firms, math.ceil(mean + reach))
        ends = left if p >= 1 else fixed_binomial(u, left, p) if usual else binomial(u, left, p)
        left, before = left - ends, chances[m]
        into[m] += ends
    return left


def cases_needed(case, months, openings, ended, n, h, at):
    lacking, cases = n - h * case["scale"] // case["target"], 0
    if lacking <= 0:
        return 0
    lag = case["lag"][1] * 30.4375 if case["lag"][2] else 0
    chances = [below(case, o, months[-1][2] - lag) * mean_share(case["routes"][o[0]]) for o in openings]
    order = sorted((i for i, o in enumerate(openings) if o[2] == CASE),
                   key=lambda i: (-chances[i], openings[i][8], openings[i][0], openings[i][3]))
    for i in order:
        if ended[i] >= lacking:
            return cases + place(at(PLACE, 0), openings[i][7], ended[i], lacking)
        cases += openings[i][7]
        lacking -= ended[i]
    return 2**31 - 1


def main():
    count = 0
    for number, case in enumerate(json.load(sys.stdin)):
        months = months_of(case)
        openings = openings_of(case, months)
        for trial, expected in enumerate(case["trials"]):
            got = run_trial(case, months, openings, trial)
            if got != expected:
                sys.exit(f"case {number} trial {trial}: naive {got}, hejian {expected}")
            count += 1
    print(f"{count} trials agree")


main()
