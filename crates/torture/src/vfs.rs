//! SQLite's default VFS with a tap in it: what SQLite does with the files of a watched folder passes through a [`Tap`],
//! which may note it or let it fail. Files elsewhere do not come near it. The store is opened as always and knows nothing
//! of it; with SQLCipher the tap sees ciphertext.
//!
//! Deliberately not here: what `std::fs` does (the key file, `desk.opening`), and shared memory (it is gone after a cut).
#![expect(unsafe_code, reason = "a VFS is a C interface; nothing else in this crate is unsafe")]

use std::collections::BTreeMap;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::path::{Path, PathBuf};
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};
use std::{io, mem, slice};

use rusqlite::ffi::{self, sqlite3_file, sqlite3_io_methods, sqlite3_vfs};

/// Listens to all that SQLite does in one folder.
pub trait Tap: Send + Sync {
    /// Before the real call: what is to go wrong with it?
    fn before(&self, call: Call) -> Option<Fault>;
    /// After the real call did it.
    fn after(&self, done: Done<'_>);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    Open,
    Read,
    Write,
    Truncate,
    Sync,
    Delete,
}

/// What a call comes to instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is done, and SQLite is told this code.
    Refused(c_int),
    /// The first half is read or written, and SQLite is told this code.
    Half(c_int),
    /// All is read, one bit of it wrongly, and SQLite is told that all is well.
    Flipped(usize),
    /// Nothing is written, and SQLite is told that all is well.
    Forgotten,
}

/// By the file's name in its folder. `names`: the folder itself was synced, too.
#[derive(Debug)]
pub enum Done<'a> {
    Opened { name: &'a str },
    Wrote { name: &'a str, offset: usize, bytes: &'a [u8] },
    Truncated { name: &'a str, length: usize },
    Synced { name: &'a str, names: bool },
    Deleted { name: &'a str, names: bool },
}

/// A folder whose files are tapped, until dropped. One that is open then stays so until it is closed.
pub struct Watch(PathBuf);

impl Watch {
    pub fn on(folder: &Path, tap: Arc<dyn Tap>) -> io::Result<Self> {
        install();
        let folder = folder.canonicalize()?;
        taps().insert(folder.clone(), tap);
        Ok(Self(folder))
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        taps().remove(&self.0);
    }
}

static TAPS: Mutex<BTreeMap<PathBuf, Arc<dyn Tap>>> = Mutex::new(BTreeMap::new());
static REAL: AtomicPtr<sqlite3_vfs> = AtomicPtr::new(ptr::null_mut());

fn taps() -> MutexGuard<'static, BTreeMap<PathBuf, Arc<dyn Tap>>> {
    TAPS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An open file of a watched folder, as SQLite holds it: the real one lies behind it in the same memory.
#[repr(C)]
struct TappedFile {
    base: sqlite3_file,
    tapped: *mut Tapped,
}

struct Tapped {
    tap: Arc<dyn Tap>,
    name: String,
    /// A new journal: SQLite's first sync of it syncs its folder, too.
    new_name: bool,
}

/// Ours is the real VFS but for opening and deleting.
fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // SAFETY: SQLite's default VFS is there for as long as the process, and ours is never freed.
        unsafe {
            let real = ffi::sqlite3_vfs_find(ptr::null());
            assert!(!real.is_null(), "SQLite has a default VFS");
            REAL.store(real, Ordering::Release);
            let more = c_int::try_from(size_of::<TappedFile>()).expect("it is small");
            let ours = sqlite3_vfs {
                szOsFile: (*real).szOsFile + more,
                pNext: ptr::null_mut(),
                zName: c"centrala-tapped".as_ptr(),
                xOpen: Some(open),
                xDelete: Some(delete),
                ..*real
            };
            assert_eq!(ffi::sqlite3_vfs_register(Box::leak(Box::new(ours)), 1), ffi::SQLITE_OK);
        }
    });
}

/// SAFETY: `path` is null (a temporary file) or a path that ends with NUL.
unsafe fn tap_of(path: *const c_char) -> Option<(Arc<dyn Tap>, String)> {
    let path = (!path.is_null()).then(|| unsafe { CStr::from_ptr(path) })?;
    let path = Path::new(path.to_str().ok()?);
    let tap = taps().get(path.parent()?)?.clone();
    Some((tap, path.file_name()?.to_str()?.to_owned()))
}

unsafe extern "C" fn open(
    _: *mut sqlite3_vfs,
    path: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: all arguments are SQLite's own; the file has room for a `TappedFile` and the real file (`szOsFile`).
    unsafe {
        let real = REAL.load(Ordering::Acquire);
        let Some(real_open) = (*real).xOpen else { return ffi::SQLITE_CANTOPEN };
        let Some((tap, name)) = tap_of(path) else { return real_open(real, path, file, flags, out) };
        // Without methods SQLite does not close it.
        (*file).pMethods = ptr::null();
        if let Some(Fault::Refused(code) | Fault::Half(code)) = tap.before(Call::Open) {
            return code;
        }
        let code = real_open(real, path, behind(file), flags, out);
        if code == ffi::SQLITE_OK {
            tap.after(Done::Opened { name: &name });
            let journal = ffi::SQLITE_OPEN_WAL | ffi::SQLITE_OPEN_MAIN_JOURNAL | ffi::SQLITE_OPEN_SUPER_JOURNAL;
            let new_name = flags & journal != 0 && flags & ffi::SQLITE_OPEN_CREATE != 0;
            (*file.cast::<TappedFile>()).tapped = Box::into_raw(Box::new(Tapped { tap, name, new_name }));
            (*file).pMethods = &METHODS;
        }
        code
    }
}

unsafe extern "C" fn delete(_: *mut sqlite3_vfs, path: *const c_char, sync: c_int) -> c_int {
    // SAFETY: all arguments are SQLite's own.
    unsafe {
        let real = REAL.load(Ordering::Acquire);
        let Some(real_delete) = (*real).xDelete else { return ffi::SQLITE_IOERR_DELETE };
        let Some((tap, name)) = tap_of(path) else { return real_delete(real, path, sync) };
        if let Some(Fault::Refused(code) | Fault::Half(code)) = tap.before(Call::Delete) {
            return code;
        }
        let code = real_delete(real, path, sync);
        if code == ffi::SQLITE_OK {
            tap.after(Done::Deleted { name: &name, names: sync != 0 });
        }
        code
    }
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: made by `open`; SQLite closes it once.
    unsafe {
        drop(Box::from_raw((*file.cast::<TappedFile>()).tapped));
        real_close(file)
    }
}

unsafe extern "C" fn read(file: *mut sqlite3_file, into: *mut c_void, amount: c_int, offset: i64) -> c_int {
    // SAFETY: `into` has room for `amount` bytes.
    unsafe {
        match tapped(file).tap.before(Call::Read) {
            None | Some(Fault::Forgotten) => real_read(file, into, amount, offset),
            Some(Fault::Refused(code)) => code,
            Some(Fault::Half(code)) => {
                slice::from_raw_parts_mut(into.cast::<u8>(), length(amount)).fill(0);
                real_read(file, into, amount / 2, offset);
                code
            }
            Some(Fault::Flipped(bit)) => {
                let code = real_read(file, into, amount, offset);
                let bytes = slice::from_raw_parts_mut(into.cast::<u8>(), length(amount));
                let at = bit / 8 % bytes.len();
                bytes[at] ^= 1 << (bit % 8);
                code
            }
        }
    }
}

unsafe extern "C" fn write(file: *mut sqlite3_file, from: *const c_void, amount: c_int, offset: i64) -> c_int {
    // SAFETY: `from` holds `amount` bytes.
    unsafe {
        let Tapped { tap, name, .. } = tapped(file);
        let (amount, told) = match tap.before(Call::Write) {
            Some(Fault::Refused(code)) => return code,
            Some(Fault::Forgotten) => return ffi::SQLITE_OK,
            Some(Fault::Half(code)) => (amount / 2, Some(code)),
            Some(Fault::Flipped(_)) | None => (amount, None),
        };
        let code = real_write(file, from, amount, offset);
        if code == ffi::SQLITE_OK {
            let bytes = slice::from_raw_parts(from.cast::<u8>(), length(amount));
            tap.after(Done::Wrote { name, offset: usize::try_from(offset).unwrap_or_default(), bytes });
        }
        told.unwrap_or(code)
    }
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: i64) -> c_int {
    // SAFETY: made by `open`.
    unsafe {
        let Tapped { tap, name, .. } = tapped(file);
        if let Some(Fault::Refused(code) | Fault::Half(code)) = tap.before(Call::Truncate) {
            return code;
        }
        let code = real_truncate(file, size);
        if code == ffi::SQLITE_OK {
            tap.after(Done::Truncated { name, length: usize::try_from(size).unwrap_or_default() });
        }
        code
    }
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    // SAFETY: made by `open`.
    unsafe {
        let Tapped { tap, name, new_name } = tapped(file);
        if let Some(Fault::Refused(code) | Fault::Half(code)) = tap.before(Call::Sync) {
            return code;
        }
        let code = real_sync(file, flags);
        if code == ffi::SQLITE_OK {
            tap.after(Done::Synced { name, names: mem::take(new_name) });
        }
        code
    }
}

/// SAFETY: the file was made by `open`; SQLite uses one file in one thread at a time.
unsafe fn tapped<'a>(file: *mut sqlite3_file) -> &'a mut Tapped {
    unsafe { &mut *(*file.cast::<TappedFile>()).tapped }
}

/// The real file. SAFETY: `file` has room for both (`szOsFile`).
unsafe fn behind(file: *mut sqlite3_file) -> *mut sqlite3_file {
    unsafe { file.cast::<TappedFile>().add(1).cast() }
}

fn length(amount: c_int) -> usize {
    usize::try_from(amount).unwrap_or_default()
}

/// The real file's own method. SAFETY of each: the file was made by `open`.
macro_rules! real {
    ($($name:ident = $method:ident($($arg:ident: $type:ty),*);)*) => {$(
        unsafe extern "C" fn $name(file: *mut sqlite3_file $(, $arg: $type)*) -> c_int {
            unsafe {
                let real = behind(file);
                (*(*real).pMethods).$method.map_or(ffi::SQLITE_IOERR, |method| method(real $(, $arg)*))
            }
        }
    )*};
}

real! {
    real_close = xClose();
    real_read = xRead(into: *mut c_void, amount: c_int, offset: i64);
    real_write = xWrite(from: *const c_void, amount: c_int, offset: i64);
    real_truncate = xTruncate(size: i64);
    real_sync = xSync(flags: c_int);
    real_size = xFileSize(size: *mut i64);
    real_lock = xLock(level: c_int);
    real_unlock = xUnlock(level: c_int);
    real_reserved = xCheckReservedLock(out: *mut c_int);
    real_control = xFileControl(op: c_int, argument: *mut c_void);
    real_sector = xSectorSize();
    real_characteristics = xDeviceCharacteristics();
    real_shm_map = xShmMap(page: c_int, size: c_int, extend: c_int, out: *mut *mut c_void);
    real_shm_lock = xShmLock(offset: c_int, count: c_int, flags: c_int);
    real_shm_unmap = xShmUnmap(delete: c_int);
}

unsafe extern "C" fn real_shm_barrier(file: *mut sqlite3_file) {
    // SAFETY: the file was made by `open`.
    unsafe {
        let real = behind(file);
        if let Some(barrier) = (*(*real).pMethods).xShmBarrier {
            barrier(real);
        }
    }
}

/// Version 2: without memory-mapped pages, which the store does not use either.
static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(real_size),
    xLock: Some(real_lock),
    xUnlock: Some(real_unlock),
    xCheckReservedLock: Some(real_reserved),
    xFileControl: Some(real_control),
    xSectorSize: Some(real_sector),
    xDeviceCharacteristics: Some(real_characteristics),
    xShmMap: Some(real_shm_map),
    xShmLock: Some(real_shm_lock),
    xShmBarrier: Some(real_shm_barrier),
    xShmUnmap: Some(real_shm_unmap),
    xFetch: None,
    xUnfetch: None,
};
