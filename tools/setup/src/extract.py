"""Takes parts of a wheel (a zip file) out: extract.py WHEEL FOLDER PREFIX...

A member is taken when its name starts with one of the prefixes. Prints the share done, 0 to 1."""

import sys
import zipfile

wheel, folder, *prefixes = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    members = [m for m in archive.infolist() if m.filename.startswith(tuple(prefixes))]
    total = sum(m.file_size for m in members) or 1
    done = 0
    for member in members:
        archive.extract(member, folder)
        done += member.file_size
        print(done / total, flush=True)
