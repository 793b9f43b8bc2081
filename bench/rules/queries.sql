-- SPDX-License-Identifier: MIT
-- The rules of rules.yaml for DuckDB, over firm(record, uscc, name, established, type, legal_rep, capital, scope, city,
-- address): after a line "-- ID", what stands behind WHERE.
-- c01
established < DATE '1993-12-29'
-- c02
established BETWEEN DATE '2016-03-01' AND DATE '2016-06-30'
-- c03
capital < 1
-- c04
capital >= 10000
-- c05
legal_rep IS NULL
-- c06
capital IS NULL
-- c07
length(uscc) <> 18
-- c08
length(name) <= 8
-- c09
year(established) IN (2008, 2015)
-- c10
length(address) < 9
-- r01
regexp_matches(name, '(投资|资产|财富|教育|企业管理)(管理|咨询)')
-- r02
regexp_matches(scope, 'P2P|网络借贷|小额贷款|融资担保|危险化学品|烟花')
-- r03
scope LIKE '%劳务派遣%'
-- r04
regexp_matches(address, '商务秘书|集群|托管|虚拟|众创|孵化')
-- r05
address LIKE '%产业园%'
-- r06
NOT regexp_matches(uscc, '^[159Y][1239][0-9]{6}[0-9A-Z]{10}$')
-- r07
regexp_matches(legal_rep, '公司|中心|合伙|集团')
-- r08
regexp_matches(type, '(个人|国有|法人|外商)独资')
-- r09
regexp_matches(address, '[号幢栋楼厦园地][0-9]+室')
-- r10
regexp_matches(name, '(电子|信息|网络|软件|数据)(商务|科技|技术)')
-- r11
regexp_matches(scope, '(危险|特种|医疗)[^；。、]{0,6}(经营|生产|设备|器械)')
-- r12
regexp_matches(name, '(分公司|分店|办事处|营业部|门市部)$')
-- m01
established < DATE '2000-01-01' AND legal_rep IS NULL AND capital IS NULL
-- m02
name LIKE '%合作社%' AND NOT regexp_matches(scope, '农|渔|牧|种植|养殖|林|水产')
-- m03
(scope LIKE '%贸易%' OR name LIKE '%商贸%') AND capital >= 500 AND year(established) >= 2015
-- m04
length(uscc) = 18 AND uscc NOT LIKE '91%' AND regexp_matches(address, '村|组|社区')
-- m05
scope LIKE '%房地产%' AND name NOT LIKE '%房地产%' AND city IN ('南京', '苏州', '淮安') AND address LIKE '%路%号%'
-- d01
uscc IN (SELECT uscc FROM firm GROUP BY uscc HAVING count(*) > 1)
-- d02
name IN (SELECT name FROM firm GROUP BY name HAVING count(*) > 1)
-- d03
address IN (SELECT address FROM firm GROUP BY address HAVING count(*) > 1)
