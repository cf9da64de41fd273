"""Backups: everything that cannot be made again in one file, and restoring it into an empty installation.

A backup is a gzipped tar, read and written as a stream, and encrypted with age if a key is given. Its parts, in
order:

    about.json       format, version of Sijill, migrations that were applied, columns of each table, sequences
    data/TABLE/N     rows of a table in the text format of PostgreSQL's COPY, some megabytes a part
    files/NAME       the kept files, under their names in the storage
    sums.json        how many rows of each table and which checksum, and the checksum of each file

The rows are from one moment (one snapshot). Stored files never change, so the files that the rows name belong to
that moment too.
"""
