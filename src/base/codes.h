/* SPDX-License-Identifier: MIT
 * Every error and warning the library can give: one line each, with the exit status it leads to and
 * its English text. {name} stands for a named argument. The command line translates the text; a
 * test proves that each code has a case that raises it. Adding an error is one line here and its
 * test. */
#ifndef HJ_BASE_CODES_H
#define HJ_BASE_CODES_H

/* What the exit status says: design.md section 12. */
enum hj_status {
    HJ_STATUS_DONE = 0,
    HJ_STATUS_DATA = 1,    /* the data or the rules are at fault */
    HJ_STATUS_USE = 2,     /* the program was used wrongly */
    HJ_STATUS_MACHINE = 3, /* disk, permission, memory */
    HJ_STATUS_INTERRUPTED = 130,
};

/* A row is one line. */
/* clang-format off */
#define HJ_CODES(X)                                                                                \
    /* the machine */                                                                              \
    X(MEMORY, MACHINE, "out of memory")                                                            \
    X(OPEN, MACHINE, "cannot open {file}: {reason}")                                               \
    X(READ, MACHINE, "cannot read {file}: {reason}")                                               \
    X(WRITE, MACHINE, "cannot write {file}: {reason}")                                             \
    X(NOT_A_FILE, DATA, "{file} is not a file")                                                    \
    X(INTERRUPTED, INTERRUPTED, "interrupted")                                                     \
    X(THREADS, MACHINE, "cannot start a thread: {reason}")                                         \
    X(OPENCC, MACHINE, "cannot use the data file {file} of OpenCC: {reason}")                      \
    /* the store */                                                                                \
    X(STORE, MACHINE, "store {file}: {reason}")                                                    \
    X(STORE_FOREIGN, DATA, "{file} is not a hejian store")                                         \
    X(STORE_VERSION, DATA, "store {file} was written by another version of hejian (layout {found}; this one reads {expected}): use that version, or name another `store:` and load again")      \
    X(STORE_DAMAGED, DATA, "store {file}: damaged block ({reason}); load the tables again")        \
    X(STORE_EMPTY, DATA, "nothing is loaded yet: run `hejian load` first") \
    /* YAML files of every kind */                                                                  \
    X(YAML_KEY, DATA, "unknown key {key}; expected one of {expected}")                              \
    X(YAML_MISSING, DATA, "{key} is missing")                                                       \
    X(YAML_SHAPE, DATA, "{key} must be {expected}")                                                 \
    X(YAML_BROKEN, DATA, "not valid YAML: {reason}")                                                \
    X(YAML_ENCODING, DATA, "not UTF-8: save the file as UTF-8")                                     \
    X(YAML_LARGE, DATA, "{file} is larger than 64 MiB: split it")                                   \
    X(YAML_DEEP, DATA, "nested deeper than {limit} levels")                                         \
    X(YAML_ALIAS, DATA, "anchors (&) and aliases (*) are not allowed: write the value out, or quote text that begins so") \
    X(YAML_TAG, DATA, "tags are not allowed ({tag}): leave it out, or quote text that begins with !") \
    X(YAML_MERGE, DATA, "merge keys (<<) are not allowed: write the keys out")                      \
    X(YAML_TWICE, DATA, "{key} stands twice, first on line {line}")                                 \
    X(YAML_KEY_TEXT, DATA, "a key must be a text")                                                  \
    X(YAML_DOCUMENTS, DATA, "a second document (---) in one file: give it a file of its own")       \
    X(YAML_MAPPING_WANTED, DATA, "expected a mapping with the keys {expected}")                     \
    X(YAML_CHOICE, DATA, "{key} must be one of {expected}")                                         \
    /* rule files */                                                                                \
    X(RULES_ID, DATA, "the id {id} may hold only letters, digits, '.', '_' and '-'")                \
    X(RULES_EMPTY_FOLDER, DATA, "no .yaml file lies under {file}")                                  \
    X(RULES_TWICE, DATA, "{name} stands twice, first in {file} line {line}")                        \
    X(RULES_NAME, DATA, "{name} is no name: begin with a letter, go on with letters, digits and _, and use no word of the language") \
    X(RULES_NAME_TAKEN, DATA, "{name} is already {kind}: choose another name")                      \
    X(RULES_COLUMN_TAKEN, DATA, "the registry's column {column} bears the name of a column that the program makes: give it another name in the dictionary") \
    X(RULES_CYCLE, DATA, "{name} rests on itself: {path}")                                          \
    X(RULES_NOT_CONSTANT, DATA, "{name} must be the same for every firm: numbers, texts, dates and parameters") \
    X(RULES_NO_PARAMETER, DATA, "there is no parameter {name} to set")                              \
    X(RULES_SETTING_TYPE, DATA, "{name} is {found} here; the rules want {wanted}")                  \
    X(RULES_NO_RULE, DATA, "there is no rule {id} to disable")                                      \
    X(RULES_VALUE, DATA, "{name} must be a value of type {type}, or null")                          \
    X(RULES_VALUE_TWICE, DATA, "{text} stands for {first} already")                                 \
    X(RULES_HEADER_TWICE, DATA, "the header {header} belongs to column {column} already")           \
    X(RULES_FROM_HEADERS, DATA, "a column with `from:` has no headers of its own")                  \
    X(RULES_FROM_TEXT, DATA, "`from:` needs a text column with headers; {column} is none")          \
    X(RULES_COLUMN_MADE, DATA, "the column {column} is made from {from}: choose another name")      \
    X(RULES_TABLE_COLUMN, DATA, "table {table} has no column {column}")                             \
    X(RULES_TABLE_KEY, DATA, "the registry has no column {column} to join on")                      \
    X(RULES_UNLOADED, DATA, "the dictionary has got {name} since its table was loaded: run `hejian load`") \
    X(RULES_CURRENCY, DATA, "{code} is no currency code: three capital letters such as CNY")        \
    X(RULES_FEATURE_KIND, DATA, "feature {name} needs one of `when:`, `table:` and `peers:`")       \
    X(RULES_FEATURE_PART, DATA, "{key} is for features over a table")                               \
    X(RULES_AGGREGATE_PART, DATA, "{key} has no meaning with agg {agg}")                            \
    X(RULES_TABLE, DATA, "no dictionary or campaign knows a table {table}")                         \
    X(RULES_REGISTRY, DATA, "the registry is no fact table: use `when:` or `peers:`")               \
    X(RULES_PARAMETER_COLUMN, DATA, "{name} is a parameter and a column of table {table}: choose another name") \
    X(RULES_KEY_CLASS, DATA, "{key} is for rules of class {class} only")                            \
    X(RULES_DUPLICATE_WHEN, DATA, "a duplicate rule has `same:` or `model:` instead of `when:`")    \
    X(RULES_MODEL, DATA, "there is no model {model}")                                               \
    X(RULES_MODEL_TWICE, DATA, "the model {model} stands twice")                                    \
    X(RULES_MODEL_IDLE, DATA, "linking by a model is not there yet: this rule finds nothing; `same:` does")     \
    X(RULES_PROOF, DATA, "a proof needs an identifier and a second column in every tuple; without them the rule is a lead") \
    X(RULES_PROOF_MODEL, DATA, "a model gives leads only")                                          \
    X(RULES_STEP, DATA, "a step has either days or working_days")                                   \
    X(RULES_DURATION, DATA, "low, mode and high must rise")                                         \
    X(RULES_BECOMES, DATA, "{name} is no input column of the registry")                             \
    X(RULES_NOT_LISTED, DATA, "{value} is none of the listed values of {column}")                   \
    X(RULES_INDICATOR, DATA, "a second indicator; the first is in {file} line {line}")              \
    X(RULES_LIST_COLUMN, DATA, "the list column {column} needs one of `value:`, `says:` and `answer:`") \
    X(RULES_LIST_NO_COLUMN, DATA, "there is no list column {column}")                               \
    X(RULES_LIST_ASK, DATA, "an `ask:` layout tells code and name and takes answers: {column} would tell a finding") \
    X(RULES_LIST_BACK, DATA, "`back:` names no table of the rules: {table}")                        \
    X(RULES_LIST_BACK_HEADER, DATA, "the table {table} has no header {title}: what is answered there could not be read back") \
    X(RULES_LETTER_PLACE, DATA, "a letter has no {place} to fill in; expected one of {expected}")   \
    X(RULES_LIST_PERSONAL, DATA, "{column} would show what no list may: an id or a phone of a person, or a person in the title of a sheet") \
    X(RULES_LAW_TWICE, DATA, "the law {law} stands twice")                                          \
    X(RULES_LAW, DATA, "no `laws:` file knows {law}")                                               \
    X(RULES_LAW_REPEALED, DATA, "{law} is repealed")                                                \
    X(RULES_BASIS_TEXT, DATA, "{text} is a text: name a law of a `laws:` file")                     \
    X(RULES_LACKS, DATA, "the rule has no {key}")                                                   \
    X(RULES_PEERS, DATA, "no feature of the rules counts these peers: add it to a `features:` file") \
    X(RULES_NO_TEST, DATA, "no test of the rule expects {expect}")                                  \
    X(RULES_OVERLAP, DATA, "the rule asks what {rule} asks already, in {file} line {line}")         \
    /* the predicate language */                                                                   \
    X(PREDICATE_LONG, DATA, "a predicate may have up to {limit} bytes")                            \
    X(PREDICATE_DEEP, DATA, "this is nested deeper than {limit} levels")                           \
    X(PREDICATE_UTF8, DATA, "these bytes are not UTF-8")                                           \
    X(PREDICATE_CHARACTER, DATA, "{character} has no meaning here")                                \
    X(PREDICATE_COMMENT, DATA, "there are no comments inside a predicate")                         \
    X(PREDICATE_OPEN, DATA, "the closing {quote} is missing")                                      \
    X(PREDICATE_NAME_EMPTY, DATA, "a name cannot be empty")                                        \
    X(PREDICATE_NUMBER, DATA, "{number} is neither a number nor a name; names beginning with a digit stand in double quotes") \
    X(PREDICATE_NUMBER_LARGE, DATA, "{number} is too large")                                       \
    X(PREDICATE_DATE, DATA, "{text} is no date: write DATE '2026-09-30'")                          \
    X(PREDICATE_WANTS_VALUE, DATA, "expected a value: a name, a number, 'text' or (")              \
    X(PREDICATE_WANTS_OPERATOR, DATA, "expected an operator (AND, OR, =, ...) or the end")         \
    X(PREDICATE_WANTS, DATA, "expected {expected}")                                                \
    X(PREDICATE_CHAINED, DATA, "{operator} cannot be chained: write a < b AND b < c, or use parentheses") \
    X(PREDICATE_NAME, DATA, "there is no name {name}")                                             \
    X(PREDICATE_NAME_QUOTED, DATA, "there is no name {name}; text stands in single quotes")        \
    X(PREDICATE_FUNCTION, DATA, "there is no function {name}")                                     \
    X(PREDICATE_ARGUMENTS, DATA, "the function is used as {signature}")                            \
    X(PREDICATE_TYPE, DATA, "{operator} wants {wanted}; {text} is {found}")                        \
    X(PREDICATE_COMPARED, DATA, "{left} is {left_type} and {right} is {right_type}: they cannot be compared") \
    X(PREDICATE_OPERANDS, DATA, "{operator} does not go with {left}, which is {left_type}, and {right}, which is {right_type}") \
    X(PREDICATE_OPERAND, DATA, "{operator} does not go with {text}, which is {found}")             \
    X(PREDICATE_WANTED, DATA, "this must be {wanted}; it is {found}")                              \
    X(PREDICATE_PATTERN, DATA, "the pattern of {operator} must be a constant text")                \
    X(PREDICATE_LIKE_ESCAPE, DATA, "a pattern cannot end in a single backslash")                   \
    X(PREDICATE_REGEXP, DATA, "regular expression: {reason}")                                      \
    X(PREDICATE_FLAGGED, DATA, "flagged() is for routes only")                                     \
    X(PREDICATE_FLAGGED_ID, DATA, "flagged() wants the id of a rule in single quotes")             \
    X(PREDICATE_RULE, DATA, "there is no rule {id}")                                               \
    X(PREDICATE_PEERS, DATA, "peers() is for predicates over firms only")                          \
    X(PREDICATE_PEERS_KEY, DATA, "peers() wants columns; {text} is the same for all firms")        \
    X(PREDICATE_EQUALS_NULL, DATA, "a comparison with NULL is never TRUE")                         \
    X(PREDICATE_IN_NULL, DATA, "NULL in the list equals nothing: IN is then TRUE or NULL, NOT IN never TRUE") \
    X(PREDICATE_INTEGER_DIVISION, DATA, "integer / integer drops the remainder")                   \
    X(PREDICATE_CONSTANT, DATA, "this is {value} for every firm")                                  \
    X(PREDICATE_CONTRADICTION, DATA, "no value of {name} fulfils all of this: it is never TRUE")        \
    X(PREDICATE_CONSTANT_FAULT, DATA, "this constant is NULL: division by zero, overflow or a negative length") \
    /* input: files */                                                                             \
    X(INPUT_EMPTY, DATA, "{file} is empty: there is no header; export it again")                   \
    X(INPUT_OLD_WORKBOOK, DATA, "{file} is an old workbook (.xls, .et) or one with a password: open it and save it as .xlsx without a password") \
    X(INPUT_NO_BOOK, DATA, "{file} is no .xlsx workbook: open it and save it as .xlsx or as CSV UTF-8") \
    X(INPUT_BOOK_DAMAGED, DATA, "{file} is damaged ({part}: {reason}): open it and save it again as .xlsx") \
    X(INPUT_BOOK_LARGE, DATA, "{file} unpacks to more than a workbook may hold: export the table as CSV UTF-8") \
    X(INPUT_NO_HEADER_ROW, DATA, "{file}: none of the first {rows} rows of its sheets holds a header that the dictionary knows; add yours to its `headers:` lists") \
    X(INPUT_NO_TABLE, DATA, "{file} holds no table: ask for CSV or .xlsx")                         \
    X(INPUT_COMPRESSED, DATA, "{file} is compressed: unpack it and name the file inside")          \
    X(INPUT_CHANGED, DATA, "{file} changed while it was read: wait until it is written and load again") \
    X(INPUT_NOT_UTF8, DATA, "the byte {byte} is not UTF-8: save the whole file as UTF-8 or the whole file as GB18030") \
    X(INPUT_NO_ENCODING, DATA, "the byte {byte} is neither UTF-8 nor GB18030: save the whole file as UTF-8") \
    X(INPUT_BAD_BYTE, DATA, "the byte {byte} begins no character of {encoding}, which the byte order mark announces: save the whole file as UTF-8") \
    X(INPUT_NO_MARK, DATA, "{file} seems to be UTF-16 without a byte order mark: save it as UTF-8") \
    X(INPUT_OPEN_QUOTE, DATA, "the quote opened in line {line} is never closed: everything after it would vanish into one cell; close or remove it") \
    X(INPUT_LONG_HEADER, DATA, "the header record is longer than {limit} bytes: is a quote left open in it?") \
    X(INPUT_COLUMNS, DATA, "{count} columns, and a table may have {limit}: leave out what is not needed") \
    X(INPUT_SEPARATOR, DATA, "table {table}: the header is one field, so column {column} is missing; the file seems to be separated by semicolons or tabs: export it with commas") \
    X(INPUT_MISSING_HEADER, DATA, "table {table}: no header for the required column {column}; accepted are {headers}; add yours to its `headers:` list") \
    X(INPUT_TWO_HEADERS, DATA, "{first} (field {at}) and {second} (field {again}) both mean column {column}: take one out of the file or of the `headers:` list") \
    X(INPUT_SAME_HEADER, DATA, "fields {at} and {again} have the same header {first}: rename one")  \
    X(INPUT_NO_KEY, DATA, "a table with ids or phones of persons needs a key for their hashes")    \
    /* input: reasons of rejects */                                                                \
    X(INPUT_FIELD_COUNT, DATA, "{found} fields where the header has {expected}: a comma or a quote inside a value?") \
    X(INPUT_REQUIRED, DATA, "column {column} is required and has no value")                        \
    X(INPUT_CELL_SIZE, DATA, "a cell is larger than 1 MiB")                                        \
    X(INPUT_RECORD_SIZE, DATA, "the record is larger than 16 MiB")                                 \
    X(INPUT_NUL_BYTE, DATA, "the record holds a NUL byte")                                         \
    X(INPUT_DESTROYED_CODE, DATA, "column {column}: a spreadsheet destroyed the code ({value}); set the column to text and export it again") \
    X(INPUT_TOTALS, DATA, "a line of totals")                                                      \
    X(INPUT_HEADER_AGAIN, DATA, "the header stands here again")                                    \
    X(RULE_TEST, DATA, "rule {rule}: the test expects {expected}, the rule says {got}")             \
    /* the command line */                                                                         \
    X(OPTION_VALUE, USE, "--{option} cannot be {value}; see `hejian --help`")                       \
    X(OPTION_WANTS, USE, "--{option} wants a value: {argument}")                                     \
    X(OPTION_UNKNOWN, USE, "there is no option {option} here; see `hejian --help`")                 \
    X(COMMAND_UNKNOWN, USE, "there is no command {command}; see `hejian --help`")                   \
    X(COMMAND_OPERANDS, USE, "usage: hejian {command} {operands}")                                  \
    /* the campaign */                                                                              \
    X(CAMPAIGN_MISSING, USE, "{file} is not there: name the campaign with -C, or make one with `hejian init DIR`") \
    X(INIT_THERE, USE, "{file} is there already: choose another folder, or move it away")           \
    X(CAMPAIGN_FILE, DATA, "table {table}: {file} is not there")                                    \
    X(CAMPAIGN_REJECTS, DATA, "table {table}: {rejected} of {records} records were rejected, more than max_rejects allows ({limit}); see {file}") \
    X(CAMPAIGN_TABLE, DATA, "the campaign has no table {table}")                                    \
    X(CAMPAIGN_NO_KEY, DATA, "table {table} is joined on {key}, which the registry does not have")      \
    X(CAMPAIGN_FEWER, DATA, "table {table}: {now} firms, and {before} in the snapshot before: over 20 % fewer; if that is right, load with --accept") \
    X(CAMPAIGN_VANISHED, DATA, "table {table}: the column {column} ({header}) that the snapshot before had is gone ({count} columns in all); if that is right, load with --accept") \
    X(CAMPAIGN_RULES, DATA, "the rules have {count} mistakes")                                      \
    X(CAMPAIGN_COUNTING, DATA, "counting: {counting} is none of the indicator; expected one of {expected}") \
    X(CAMPAIGN_NO_COUNTING, DATA, "the campaign chooses no counting; set `counting:` to one of {expected}") \
    X(CAMPAIGN_NO_INDICATOR, DATA, "no rule file has an `indicator:`")                              \
    X(CAMPAIGN_NOT_FLAGGED, DATA, "no findings for the data as loaded: run `hejian flag` first")    \
    X(CAMPAIGN_NOT_LINKED, DATA, "no clusters for the data as loaded: run `hejian link` first")     \
    X(CAMPAIGN_NOT_DECIDED, DATA, "no verdicts for the findings as they are: run `hejian decide` first") \
    X(CAMPAIGN_TARGET, USE, "{target} is no target: a positive number such as 120.00")              \
    X(CAMPAIGN_GROUP, USE, "there are no groups by {group}; expected one of {expected}")       \
    X(CAMPAIGN_SCALE, DATA, "the indicator's scale must be a whole number from 1 to 1000000")       \
    X(TRUTH_COLUMN, DATA, "{file} has no column {column}")                                          \
    X(TRUTH_POSITIVE, USE, "say with --positive which states count, or set the text parameter {parameter}") \
    X(TRUTH_NONE, DATA, "{file}: no record has one of the states {states}")                         \
    X(TRUTH_MISSING, USE, "evaluate against what? name a file with --truth")                        \
    X(SURVEY_NAMES, DATA, "no feature {name} in the rules says what a visit found")                 \
    X(CAMPAIGN_WHERE, USE, "--where is no predicate over firms")                                    \
    X(EXPLAIN_NONE, DATA, "no firm has the code, the whole name or the record number {who}; of a part of the name: hejian sql \"SELECT record, name FROM firm WHERE name LIKE '%{who}%'\"")                      \
    X(EXPLAIN_SEVERAL, DATA, "{count} firms are called {who}: name one by its record number: {records}") \
    X(CAMPAIGN_FILTER_ID, USE, "{filter}: no {id} is in use here (drafts need --draft)")            \
    X(CAMPAIGN_FILTER, USE, "{result} have no {filter}")                                            \
    X(CAMPAIGN_STAGE, USE, "there is no stage {stage} in the lists' layouts; expected one of {expected}") \
    X(CAMPAIGN_ASK, USE, "nobody to be asked is called {role}; expected one of {expected}")          \
    X(CAMPAIGN_ISSUE, USE, "--issue {date} is no day; write it as 2026-07-01")                      \
    X(CAMPAIGN_UNMATCHED, DATA, "{count} valid records of {table} mean no firm and would protect nobody: {names}; give them a code or a name of the registry, or name them under `waive:` in campaign.yaml") \
    X(CAMPAIGN_PERSONAL_KEY, DATA, "{file} is not the key that hejian made (32 bytes): put the right one back, or remove it and every number of a person gets a new hash") \
    X(SQL, USE, "SQL: {reason}") \
    X(SQL_STAGE, DATA, "SQL: {reason}") \
    X(SQL_ONE, USE, "one SELECT, and nothing but reading: the store is not changed by hand") \
    X(CAMPAIGN_BUSY, MACHINE, "another run holds {file}") \
    /* the simulation */                                                                           \
    X(SIMULATE_LARGE, DATA, "the scenario's numbers together are too large: at most 2,000,000,000 firms, 10,000,000 high-tech firms, 1,000 routes and 4,000 towns") \
    X(SIMULATE_SUMS, DATA, "trial {trial}: firms before, new ones and exits do not give firms after (a mistake of the program: please report it)") \
    X(SCENARIO_MISTAKES, DATA, "the scenario {file} has {count} mistakes") \
    X(SCENARIO_SET, DATA, "with these parameters the rules do not hold together: {reason}") \
    X(SCENARIO_OUTSIDE, DATA, "this event lies outside the months of the plan and is left out") \
    X(SCENARIO_MUCH, DATA, "{trials} trials of {months} months are too much: trials times months may be up to 200000000") \
    X(SCENARIO_INEXACT, DATA, "there is no closed form for this scenario: {reason}") \
    X(SCENARIO_ROUTE, DATA, "no route is called {route}") \
    X(SCENARIO_ROLE, DATA, "no route has the role {role}") \
    X(SCENARIO_COUNTING, DATA, "the indicator has no counting {counting}") \
    X(SCENARIO_DEADLINE, DATA, "the deadline {deadline} is before the as-of date {as_of}") \
    X(SCENARIO_SNAPSHOT, DATA, "the numerator cannot be counted on {day}, before the as-of date {as_of}") \
    X(SCENARIO_LATE, DATA, "no case of route {route} is opened: {day} is after the deadline") \
    X(SCENARIO_PAST, DATA, "{day} is not after the as-of date {as_of}: what was granted by then should stand in the tables; it is counted as new") \
    X(SCENARIO_AFTER, DATA, "{day} is after {as_of}, the day on which the numerator is counted: it adds nothing") \
    X(SCENARIO_BEYOND, DATA, "{day} is after the deadline {as_of}: the denominator is counted at the deadline") \
    X(SCENARIO_SHORT, DATA, "{months} months are short for a rate: chance and season cannot be told apart in less than 24") \
    X(SCENARIO_NONE_LEFT, DATA, "in these {months} months no firm of the registry left: where firms since gone are missing, nobody is taken to go and too few are taken to come") \
    X(SCENARIO_NO_COLUMN, DATA, "{table} has no text column {column}") \
    X(SCENARIO_NO_DATE, DATA, "no table of the rules has a date column {column}") \
    X(SCENARIO_TABLE, DATA, "the rules have no table {table}") \
    X(SCENARIO_FAR, DATA, "the deadline {deadline} is more than 19 years after the as-of date {as_of}") \
    X(SCENARIO_MOVES_NOTHING, DATA, "route {route} changes nothing in the register: its cases move no ratio") \
    X(SCENARIO_COLUMN, DATA, "{table} has no date column {column}") \
    X(SCENARIO_NONE, USE, "no scenario: name one in campaign.yaml (scenario:), or give a file") \
    X(SCENARIO_TOWN, DATA, "no firm on a route lies in town {town}") \
    X(SCENARIO_CASES, DATA, "{count} cases in flight name a route that the rules do not have, or none: they are left out") \
    /* what a run says it did */ \
    X(NOTE_TABLE, DONE, "{table}: {records} records read = {stored} stored + {rejected} rejected ({encoding})") \
    X(NOTE_SHEETS, DONE, "{file}: read: {sheets}; other sheets, left out: {skipped}") \
    X(NOTE_ALL_SHEETS, DONE, "{file}: read: {sheets}") \
    X(NOTE_MISFIT, DONE, "{table}.{column}: {count} values are no {type} and count as NULL: {examples}") \
    X(NOTE_DESTROYED, DONE, "{table}.{column}: a spreadsheet destroyed {count} numbers, which count as NULL: set the column to text and export it again") \
    X(NOTE_UNMAPPED, DONE, "{table}.{column}: {count} values are under no key of `values:` and count as NULL: {examples}") \
    X(NOTE_NO_FIRM, DONE, "{table}: {no_firm} records have a key that no firm has, {shared} one that several have, {no_key} none; {by_name} were found by name") \
    X(NOTE_TOWNS, DONE, "towns: {found} firms have one ({by_address} by the address), {ambiguous} name one that nothing tells apart, {none} name none") \
    X(NOTE_SQL_STORED, DONE, "the rules do not hold together (`hejian rules check`): `firm` has the stored columns alone") \
    X(NOTE_REJECTED, DONE, "{table}: {count} rejected, the first in {file} line {line}: {why}") \
    X(NOTE_REJECTS, DONE, "{count} rejected records are in {file}") \
    X(NOTE_CHANGES, DONE, "registry: {before} firms before, {now} now: {arrived} arrived, {left} left, {changed} changed their status") \
    X(NOTE_CHANGES_TOWN, DONE, "  {town}: {arrived} arrived, {left} left, {changed} changed their status") \
    X(NOTE_CHANGES_MORE, DONE, "  and {count} more towns; `hejian changes` has them all") \
    X(NOTE_UNCHANGED, DONE, "{stage}: nothing has changed") \
    X(NOTE_FLAG, DONE, "{rules} rules over {firms} firms: {findings} findings ({reused} rules as before)") \
    X(NOTE_DIFF_MODEL, DONE, "{rule} rests on the model {model} and is not compared: `link` with each set of rules shows what it finds") \
    X(NOTE_RULE, DONE, "{rule}: {hits} findings") \
    X(NOTE_UNKNOWN, DONE, "{rule}: could not judge {unknown} of {firms} firms; missing: {missing}") \
    X(NOTE_FAULTS, DONE, "{rule}: {count} firms unknown because of {fault}") \
    X(NOTE_LINK, DONE, "{clusters} clusters of {firms} firms")                                      \
    X(NOTE_UNMATCHED, DONE, "{table}, record {record}: {name} ({key}) holds and means no firm of the registry") \
    X(NOTE_MODEL, DONE, "{rule}: not run: linking by a model ({model}) is not there yet") \
    X(NOTE_LISTS_FROM, DONE, "{verdicts} verdicts = {listed} on lists + {protected} excluded + {blocked} blocked by what nobody has checked + {leads} with leads by name alone + {elsewhere} for other lists") \
    X(NOTE_SURVEY_LEFT_OUT, DONE, "{firms} firms are in groups without a visit: the total is that of the other {covered}") \
    X(NOTE_SURVEY_AIMED, DONE, "the visits were not drawn at random: {visited} % of the visited firms are {name}, and {all} % of all; shares and numbers are those of such visits, not of all firms") \
    X(NOTE_SURVEY_RANDOM, DONE, "estimated from the {random} visits drawn at random")               \
    X(NOTE_SURVEY_DRAWN, DONE, "{drawn} of {wanted} firms drawn in {strata} strata")                \
    X(NOTE_DRAFTS_REMOVED, DONE, "{count} drafts of an earlier run that no list replaces were removed")                                        \
    X(NOTE_DRAFT_CHANGED, DONE, "{file} is a draft of an earlier run that no list replaces; somebody has changed it, so it stays")           \
    X(NOTE_DRAFT_KEPT, DONE, "somebody has changed {file} since it was written: it stays, and the next number, v{version}, is taken")           \
    X(NOTE_LISTS_HELD, DONE, "{count} firms wait for {rule}, which nobody can check yet; missing: {missing}")  \
    X(NOTE_PLAN, DONE, "{opened} of {firms} firms are opened by the deadline, {late} of them after the last useful start of their route") \
    X(NOTE_LISTS, DONE, "{lists} lists with {firms} firms are in {folder}") \
    X(NOTE_ASK, DONE, "{firms} firms for {role} to answer for are in {folder}")                      \
    X(NOTE_ASK_NONE, DONE, "{role} has nothing to answer: no firm is in doubt whose answer is not known")    \
    X(NOTE_ASK_BACK, DONE, "when the answers are back, name the file under `tables:` of campaign.yaml as {table}, with `partial: true`") \
    X(NOTE_LETTERS, DONE, "{letters} letters are in {folder}")                                      \
    X(NOTE_DECIDE, DONE, "{verdicts} verdicts: {routed} with a route, {protected} protected, {blocked} blocked by what nobody has checked") \
    /* evaluation */                                                                               \
    X(MATCH_TOO_DEEP, DATA, "predicates rest on one another more than {limit} levels deep")
/* clang-format on */

enum hj_code {
    HJ_OK = 0,
#define HJ_CODE_ENUM(name, status, text) HJ_##name,
    HJ_CODES(HJ_CODE_ENUM)
#undef HJ_CODE_ENUM
        HJ_CODE_COUNT
};

/* "OPEN" and so on: stable, for tests and machines. */
const char *hj_code_name(enum hj_code code);
/* The English text, with {name} for arguments. */
const char *hj_code_text(enum hj_code code);
enum hj_status hj_code_status(enum hj_code code);

#endif
