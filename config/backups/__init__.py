"""Backups: everything that cannot be made again, in one file, and back into an empty installation.

A backup is a gzipped tar, read and written as a stream, encrypted with age where a key is given. In order:

    about.json       format, version of Sijill, migrations that were applied, columns of each table, sequences
    data/TABLE/N     rows of a table in the text format of PostgreSQL's COPY, some megabytes a part
    files/NAME       the kept files, under their names in the storage
    sums.json        how many rows of each table and which checksum, and the checksum of each file

The rows are those of one moment (one snapshot). Kept files are never changed, so those that the rows name go with them.
"""
