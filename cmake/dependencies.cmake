# SPDX-License-Identifier: MIT
# Every library comes from the system; libcsv alone has no pkg-config file.
find_package(PkgConfig REQUIRED)
foreach(library IN ITEMS
    "pcre2=libpcre2-8" "sqlite=sqlite3" "yaml=yaml-0.1" "lz4=liblz4" "zstd=libzstd"
    "xxhash=libxxhash" "utf8proc=libutf8proc" "zip=libzip" "expat=expat"
    "xlsxwriter=xlsxwriter" "opencc=opencc" "crypto=libcrypto")
  string(REPLACE "=" ";" parts ${library})
  list(GET parts 0 name)
  list(GET parts 1 module)
  pkg_check_modules(${name} REQUIRED IMPORTED_TARGET ${module})
endforeach()

find_path(CSV_INCLUDE_DIR csv.h REQUIRED)
find_library(CSV_LIBRARY csv REQUIRED)
add_library(csv::csv UNKNOWN IMPORTED)
set_target_properties(csv::csv PROPERTIES
  IMPORTED_LOCATION ${CSV_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${CSV_INCLUDE_DIR})

find_path(RANDOM123_INCLUDE_DIR Random123/philox.h REQUIRED)
find_package(OpenMP REQUIRED COMPONENTS C)
find_package(Threads REQUIRED)
