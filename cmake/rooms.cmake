# SPDX-License-Identifier: MIT
set(HEJIAN_WARNINGS
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wstrict-prototypes
  -Wmissing-prototypes -Wold-style-definition -Wcast-qual -Wwrite-strings -Wformat=2 -Wundef
  -Wvla -Wswitch-enum -Wdouble-promotion -Wnull-dereference -Wimplicit-fallthrough)

# What every target of ours is compiled with.
add_library(hejian_compile INTERFACE)
target_include_directories(hejian_compile INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_definitions(hejian_compile INTERFACE _POSIX_C_SOURCE=200809L)
target_compile_options(hejian_compile INTERFACE ${HEJIAN_WARNINGS}
  -include ${CMAKE_SOURCE_DIR}/src/base/banned.h -ffp-contract=off)
if(HEJIAN_WERROR)
  target_compile_options(hejian_compile INTERFACE -Werror)
endif()
if(HEJIAN_SANITIZE)
  target_compile_options(hejian_compile INTERFACE -fsanitize=${HEJIAN_SANITIZE} -fno-omit-frame-pointer
    -fno-sanitize-recover=all)
  target_link_options(hejian_compile INTERFACE -fsanitize=${HEJIAN_SANITIZE})
endif()
if(HEJIAN_FUZZ)
  target_compile_options(hejian_compile INTERFACE -fsanitize=fuzzer-no-link)
endif()

# hejian_room(NAME SOURCES ... ROOMS ... LIBRARIES ...): one static library a folder of src/.
function(hejian_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;ROOMS;LIBRARIES" ${ARGN})
  add_library(hj_${name} STATIC ${ROOM_SOURCES})
  list(TRANSFORM ROOM_ROOMS PREPEND hj_)
  target_link_libraries(hj_${name} PUBLIC hejian_compile ${ROOM_ROOMS} PRIVATE ${ROOM_LIBRARIES})
endfunction()

# hejian_test(ROOM NAME [LIBRARIES ...]): tests/ROOM/NAME.c as one cmocka program, linked with the
# room it tests (and so with all rooms above it).
function(hejian_test room name)
  cmake_parse_arguments(TEST "" "" "LIBRARIES" ${ARGN})
  set(target test_${room}_${name})
  add_executable(${target} ${name}.c)
  target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(${target} PRIVATE HEJIAN_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_link_libraries(${target} PRIVATE hj_${room} PkgConfig::cmocka ${TEST_LIBRARIES})
  add_test(NAME ${room}/${name} COMMAND ${target})
endfunction()
