/* SPDX-License-Identifier: MIT
 * The commands, a row each; the fields are those of struct hj_command. A row and the file
 * src/cli/command_<name>.c are all that a command is made of. Only command.h includes this. */
#ifndef HJ_CLI_COMMANDS_H
#define HJ_CLI_COMMANDS_H

#define HJ_TAKES_FILTERS (HJ_TAKES(FORMAT) | HJ_TAKES(WHERE) | HJ_TAKES(DRAFT))

/* X(function behind hj_command_, name, operands, summary, details, example, takes, min_operands,
 * max_operands), in the order in which a person meets them. */
#define HJ_COMMANDS(X)                                                                             \
    X(init, "init", "DIR", N_("a commented campaign.yaml to start from"),                          \
      N_("Makes the folder where it is not there, and never touches a campaign.yaml that is."),    \
      "init my-district", 0, 1, 1)                                                                 \
    X(run, "run", "", N_("the whole campaign: load, flag, decide, ratio, what-if, lists"),         \
      N_("A stage whose inputs have not changed is not done again."), "-C my-district run",        \
      HJ_TAKES(DRAFT) | HJ_TAKES(ACCEPT), 0, 0)                                                    \
    X(stage, "load", "", N_("read the tables into the store"),                                     \
      N_("Records read = stored + rejected; what is rejected stands in rejects.csv with its "      \
         "reason."),                                                                               \
      "-C my-district load", HJ_TAKES(ACCEPT), 0, 0)                                               \
    X(stage, "flag", "", N_("run the rules, then decide"),                                         \
      N_("Says which rules could not judge how many firms, and which table would cure it."),       \
      "flag --draft", HJ_TAKES(DRAFT), 0, 0)                                                       \
    X(stage, "link", "", N_("find firms that are registered twice"), "", "link", HJ_TAKES(DRAFT),  \
      0, 0)                                                                                        \
    X(stage, "decide", "", N_("routes and verdicts from the findings"), "", "decide",              \
      HJ_TAKES(DRAFT), 0, 0)                                                                       \
    X(status, "status", "",                                                                        \
      N_("where the campaign stands: tables, stages, runs, what to do next"), "", "status",        \
      HJ_TAKES(FORMAT), 0, 0)                                                                      \
    X(rows, "findings", "", N_("which rule holds for which firm, on what evidence"), "",           \
      "findings --rule zombie.revoked-3y --format csv",                                            \
      HJ_TAKES_FILTERS | HJ_TAKES(RULE) | HJ_TAKES(CLASS) | HJ_TAKES(TOWN) | HJ_TAKES(ROUTE), 0,   \
      0)                                                                                           \
    X(rows, "clusters", "", N_("firms that are the same, or a lead that they may be"), "",         \
      "clusters --format csv",                                                                     \
      HJ_TAKES_FILTERS | HJ_TAKES(RULE) | HJ_TAKES(CLASS) | HJ_TAKES(TOWN) | HJ_TAKES(ROUTE), 0,   \
      0)                                                                                           \
    X(rows, "verdicts", "", N_("what each firm comes to: class, route, protections"), "",          \
      "verdicts --where \"year(established) < 2010\"",                                             \
      HJ_TAKES_FILTERS | HJ_TAKES(RULE) | HJ_TAKES(CLASS) | HJ_TAKES(TOWN) | HJ_TAKES(ROUTE), 0,   \
      0)                                                                                           \
    X(rows, "rejects", "", N_("records that the last load could not take"), "",                    \
      "rejects --format csv", HJ_TAKES(FORMAT), 0, 0)                                              \
    X(rows, "coverage", "",                                                                        \
      N_("how many firms each column and table tells of, and each rule could judge"), "",          \
      "coverage --by town --format csv", HJ_TAKES_FILTERS | HJ_TAKES(BY), 0, 0)                    \
    X(survey, "survey", "",                                                                        \
      N_("what the visits say of all firms, and of the rules; whom to visit next"),                \
      N_("Right for visits drawn at random in each town, as --draw draws them. Without --where "   \
         "the\n"                                                                                   \
         "firms are those that the campaign's counting counts. --by rule: the rules alone."),      \
      "survey --draw 200 --seed 7",                                                                \
      HJ_TAKES_FILTERS | HJ_TAKES(BY) | HJ_TAKES(DRAW) | HJ_TAKES(SEED) | HJ_TAKES(ALLOCATION), 0, \
      0)                                                                                           \
    X(evaluate, "evaluate", "", N_("precision and recall against a file that knows the truth"),    \
      N_("The file has a column `record` or the key, and one `state`. Without --where the firms "  \
         "are\n"                                                                                   \
         "those that the campaign's counting counts. --class: the class that towns are told of."), \
      "evaluate --truth truth.csv --by class",                                                     \
      HJ_TAKES_FILTERS | HJ_TAKES(BY) | HJ_TAKES(CLASS) | HJ_TAKES(TRUTH) | HJ_TAKES(POSITIVE), 0, \
      0)                                                                                           \
    X(rows, "changes", "",                                                                         \
      N_("firms that arrived, left or changed their status with the last load"), "",               \
      "changes --format csv", HJ_TAKES(FORMAT), 0, 0)                                              \
    X(rows, "unmatched", "", N_("records of fact tables that mean no firm, and why"),              \
      N_("A certificate among them protects nobody: mend its code or its name."),                  \
      "unmatched --format csv", HJ_TAKES(FORMAT), 0, 0)                                            \
    X(sql, "sql", "SELECT", N_("one SELECT over what the store holds, unmasked"),                  \
      N_("Tables: firm, finding, verdict, cluster_member, and each fact table by its name. A "     \
         "fact "                                                                                   \
         "table's\ncolumn `firm` is the firm's record."),                                          \
      "sql \"SELECT rule, count(*) FROM finding GROUP BY rule\"", HJ_TAKES(FORMAT), 1, 1)          \
    X(explain, "explain", "CODE|NAME|RECORD", N_("why a firm has the verdict it has"),             \
      N_("The firm: its code, its whole name, or its record number in the registry. With "         \
         "--pair two firms:\n"                                                                     \
         "what each duplicate rule compares, and the clusters that hold both."),                   \
      "explain 17", HJ_TAKES(FORMAT) | HJ_TAKES(DRAFT) | HJ_TAKES(PAIR), 1, 2)                     \
    X(ratio, "ratio", "", N_("the indicator today, by every counting"), "",                        \
      "ratio --by town --target 120.00",                                                           \
      HJ_TAKES(FORMAT) | HJ_TAKES(WHERE) | HJ_TAKES(TOWN) | HJ_TAKES(BY) | HJ_TAKES(TARGET), 0, 0) \
    X(simulate, "simulate", "[SCENARIO…]",                                                         \
      N_("what-if: is the target reached by the deadline, and what it takes"),                     \
      N_("SCENARIO: scenario files, compared with one another; without one the campaign's."),      \
      "simulate --target 120.00",                                                                  \
      HJ_TAKES(FORMAT) | HJ_TAKES(TARGET) | HJ_TAKES(EXACT) | HJ_TAKES(BRIEF), 0, SIZE_MAX)        \
    X(rows, "plan", "[SCENARIO]", N_("whose case to open first, and in which month"),              \
      N_("The easiest exits first, as `plan:` of the rules says, then by evidence and the time "   \
         "that the\n"                                                                              \
         "route takes. month: when the scenario's hands come to the firm; counts: what its exit "  \
         "does to\n"                                                                               \
         "the denominator."),                                                                      \
      "plan --route revoke --format csv",                                                          \
      HJ_TAKES(FORMAT) | HJ_TAKES(WHERE) | HJ_TAKES(TOWN) | HJ_TAKES(ROUTE), 0, 1)                 \
    X(watch, "watch", "[SCENARIO]",                                                                \
      N_("high-tech firms that may drop out of the numerator, and what each is worth"),            \
      N_("Certificates that end before the scenario's snapshot, and whatever else `watch:` of "    \
         "the rules\n"                                                                             \
         "looks for. exits: how many firms less in the denominator weigh as much. --by risk: "     \
         "each risk\n"                                                                             \
         "counted, and the numerator by other ways of counting it."),                              \
      "watch --by risk --format csv",                                                              \
      HJ_TAKES(FORMAT) | HJ_TAKES(WHERE) | HJ_TAKES(TOWN) | HJ_TAKES(BY), 0, 1)                    \
    X(lists, "lists", "", N_("the lists for each department and town"), "",                        \
      "lists --out hand-over", HJ_TAKES(OUT) | HJ_TAKES(STAGE) | HJ_TAKES(ISSUE), 0, 0)            \
    X(ask, "ask", "ROLE", N_("a book of codes and names for a department to answer for"),          \
      N_("ROLE: as the layouts call it (tax, hrss, court), or as the campaign does. What comes "   \
         "back "                                                                                   \
         "is\n"                                                                                    \
         "named in campaign.yaml as a fact table, with `partial: true`."),                         \
      "ask tax", HJ_TAKES(OUT) | HJ_TAKES(ISSUE), 1, 1)                                            \
    X(rules, "rules check", "[PATH…]", N_("check rule files: every mistake at once"),              \
      N_("PATH: rule files or folders, with the campaign's tables where there is one; without a "  \
         "PATH\n"                                                                                  \
         "the campaign's own."),                                                                   \
      "rules check rules/cn", HJ_TAKES(DRAFT), 0, SIZE_MAX)                                        \
    X(rules, "rules test", "[PATH…]", N_("run the tests that stand in rule files"),                \
      N_("PATH: as for `rules check`."), "rules test rules/cn", HJ_TAKES(DRAFT), 0, SIZE_MAX)      \
    X(rule_docs, "rules list", "[PATH…]", N_("the rules, drafts and retired ones too"),            \
      N_("PATH: as for `rules check`."), "rules list --format csv rules/cn",                       \
      HJ_TAKES(FORMAT) | HJ_TAKES(DRAFT), 0, SIZE_MAX)                                             \
    X(rule_docs, "rules show", "ID [PATH…]", N_("everything of one rule"),                         \
      N_("What it finds and excludes, why, the law, examples, what it rests on."),                 \
      "rules show zombie.long-closed", 0, 1, SIZE_MAX)                                             \
    X(rule_docs, "rules docs", "[PATH…]", N_("a page a rule and an index, in both languages"),     \
      N_("Markdown and HTML under OUT/zh and OUT/en (default: rule-docs)."),                       \
      "rules docs --out rule-docs rules/cn", HJ_TAKES(OUT), 0, SIZE_MAX)                           \
    X(rules, "rules schema", "", N_("the JSON Schema of rule files, for editors"),                 \
      N_("Draft 2020-12, made from the keys that the files are read by; docs/rules.schema.json "   \
         "is "                                                                                     \
         "this output."),                                                                          \
      "rules schema >rules.schema.json", 0, 0, 0)                                                  \
    X(rules, "rules profile", "[PATH…]", N_("what each rule costs, run alone over the snapshot"),  \
      N_("Milliseconds of a pass of the rule alone, the share of its patterns, firms, hits, and "  \
         "firms\n"                                                                                 \
         "that it could not judge. Nothing is stored. PATH: the rules of these files only."),      \
      "rules profile --rule zombie.long-closed",                                                   \
      HJ_TAKES(FORMAT) | HJ_TAKES(RULE) | HJ_TAKES(DRAFT), 0, SIZE_MAX)                            \
    X(rules, "rules diff", "OLD NEW", N_("what a change of rule files does to the findings"),      \
      N_("OLD, NEW: a file or folder each. A set with a dictionary of the registry stands alone; " \
         "any\n"                                                                                   \
         "other one takes the place of the other's files among the campaign's. Findings added, "   \
         "removed\n"                                                                               \
         "and kept of each rule, with record numbers; rules with `model:` are left out, which "    \
         "is\n"                                                                                    \
         "said. Nothing is stored."),                                                              \
      "rules diff old/zombie.yaml rules/cn/zombie.yaml", HJ_TAKES(FORMAT) | HJ_TAKES(DRAFT), 2, 2) \
    X(headers, "headers", "FILE", N_("propose a dictionary for a file, as YAML to paste"),         \
      N_("FILE: CSV or XLSX. Headers are looked for in the campaign's dictionaries where there "   \
         "is "                                                                                     \
         "one;\n"                                                                                  \
         "types are guessed from the first thousand records. What is not sure bears a question "   \
         "mark."),                                                                                 \
      "headers extract.csv", 0, 1, 1)                                                              \
    X(help, "help", "[COMMAND]", N_("the commands, or one of them"), "", "help rules check", 0, 0, \
      2)                                                                                           \
    X(generate, "generate", "man|bash|zsh", NULL, "", "", 0, 1, 1)

#endif
