/* SPDX-License-Identifier: MIT
 * Failing machines, for tests that prove that nothing is lost: a disk (under SQLite) and a memory
 * whose n-th call fails. A sweep runs one piece of work with n = 1, 2, … until it ends without a
 * failure, and looks at the store after each.
 *
 * One process uses them from one thread at a time. Files of our own are base/output's, which has
 * its own hook (hj_output_fail_at). */
#ifndef HJ_TESTS_FAULTS_H
#define HJ_TESTS_FAULTS_H

#include <stdbool.h>
#include <stdint.h>

/* Puts a VFS over SQLite's default one, for every store opened from now on. Calls that change the
 * disk are counted: write, truncate, sync, delete. Nothing is really synced. */
void hj_faults_disk_install(void);

enum hj_disk_fault {
    HJ_DISK_FULL_ONCE,  /* the n-th call fails; those after it work */
    HJ_DISK_DEAD,       /* the n-th is half done, and nothing after it is: what kill -9 leaves */
    HJ_DISK_PROCESS_END /* the process ends in the middle of the n-th, status HJ_FAULTS_ENDED */
};

enum { HJ_FAULTS_ENDED = 99 };

/* The nth call from now (0: none) meets this fault. */
void hj_faults_disk_fail_at(uint64_t nth, enum hj_disk_fault fault);
/* Calls since the last hj_faults_disk_fail_at. */
uint64_t hj_faults_disk_calls(void);
/* Whether the fault has come. */
bool hj_faults_disk_failed(void);

/* Lets SQLite take its memory through base/memory, so that hj_memory_fail_at counts its calls too.
 * Before the first use of SQLite; false when that is too late. */
bool hj_faults_memory_install(void);

#endif
