/* SPDX-License-Identifier: MIT */
#include "faults/faults.h"

#include <errno.h>
#include <sqlite3.h>
#include <unistd.h>

/* A file of ours; the real one follows it in memory. */
struct file {
    sqlite3_file base;
    sqlite3_file *real;
};

static sqlite3_vfs *real_vfs;
static uint64_t calls, failing;
static enum hj_disk_fault kind;
static bool failed;

void hj_faults_disk_fail_at(uint64_t nth, enum hj_disk_fault fault)
{
    calls = 0;
    failing = nth;
    kind = fault;
    failed = false;
}

uint64_t hj_faults_disk_calls(void)
{
    return calls;
}

bool hj_faults_disk_failed(void)
{
    return failed;
}

enum outcome { WORKS, FAILS, HALF_DONE };

/* What becomes of this call. */
static enum outcome next_call(void)
{
    calls++;
    if (failing == 0 || calls < failing || (calls > failing && kind != HJ_DISK_DEAD)) {
        return WORKS;
    }
    failed = true;
    return calls == failing && kind != HJ_DISK_FULL_ONCE ? HALF_DONE : FAILS;
}

static void end_process(void)
{
    if (kind == HJ_DISK_PROCESS_END) {
        _exit(HJ_FAULTS_ENDED);
    }
}

static sqlite3_file *real_of(sqlite3_file *file)
{
    return ((struct file *)file)->real;
}

static int close_file(sqlite3_file *file)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;
}

static int read_file(sqlite3_file *file, void *to, int size, sqlite3_int64 at)
{
    return real_of(file)->pMethods->xRead(real_of(file), to, size, at);
}

static int write_file(sqlite3_file *file, const void *from, int size, sqlite3_int64 at)
{
    sqlite3_file *real = real_of(file);
    switch (next_call()) {
    case WORKS:
        return real->pMethods->xWrite(real, from, size, at);
    case HALF_DONE:
        real->pMethods->xWrite(real, from, size / 2, at);
        end_process();
        return SQLITE_FULL;
    case FAILS:
        return SQLITE_FULL;
    }
    return SQLITE_FULL;
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size)
{
    sqlite3_file *real = real_of(file);
    if (next_call() == WORKS) {
        return real->pMethods->xTruncate(real, size);
    }
    end_process();
    return SQLITE_IOERR_TRUNCATE;
}

/* Nothing is really synced: what the process has written stays though it ends, and a sweep would
 * wait for the disk thousands of times. */
static int sync_file(sqlite3_file *file, int flags)
{
    (void)file;
    (void)flags;
    if (next_call() == WORKS) {
        return SQLITE_OK;
    }
    end_process();
    return SQLITE_IOERR_FSYNC;
}

static int size_of_file(sqlite3_file *file, sqlite3_int64 *size)
{
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int lock_file(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int unlock_file(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int is_reserved(sqlite3_file *file, int *reserved)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), reserved);
}

static int control_file(sqlite3_file *file, int operation, void *argument)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}

static int sector_size(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int characteristics(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

/* Version 1: no shared memory, no mapped files; the store uses neither. */
static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = size_of_file,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = is_reserved,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
};

static int open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *got)
{
    (void)vfs;
    struct file *ours = (struct file *)file;
    ours->real = (sqlite3_file *)(void *)(ours + 1);
    int result = real_vfs->xOpen(real_vfs, path, ours->real, flags, got);
    ours->base.pMethods = ours->real->pMethods ? &methods : NULL;
    return result;
}

/* Half done: deleted, and the folder not synced. */
static int delete_file(sqlite3_vfs *vfs, const char *path, int sync_folder)
{
    (void)vfs;
    (void)sync_folder;
    enum outcome outcome = next_call();
    int result = outcome == FAILS ? SQLITE_OK : real_vfs->xDelete(real_vfs, path, 0);
    if (outcome == HALF_DONE) {
        end_process();
    }
    return outcome == WORKS ? result : SQLITE_IOERR_DELETE;
}

static int last_error(sqlite3_vfs *vfs, int size, char *text)
{
    (void)vfs;
    return failed ? ENOSPC : real_vfs->xGetLastError(real_vfs, size, text);
}

void hj_faults_disk_install(void)
{
    static sqlite3_vfs vfs;
    if (!real_vfs) {
        real_vfs = sqlite3_vfs_find(NULL);
        vfs = *real_vfs; /* what is not ours goes to the real one: it needs no more than its data */
        vfs.pNext = NULL;
        vfs.zName = "hejian-faults";
        vfs.szOsFile = (int)sizeof(struct file) + real_vfs->szOsFile;
        vfs.xOpen = open_file;
        vfs.xDelete = delete_file;
        vfs.xGetLastError = last_error;
        sqlite3_vfs_register(&vfs, 1);
    }
}
