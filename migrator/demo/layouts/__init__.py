"""The tables and columns of the OpenCart releases that the project knows, and how to create them.

One text file describes a release. A table is a paragraph::

    address: address_id
      address_id int(11) auto
      country_id int(11) = '0'
      custom_field text null
      * customer_id

The first line names the table and its primary key, a column line has its type, ``null``, ``auto`` and its
default, and ``*`` begins an index (``* name unique: column, column``; alone it indexes the column of its name).
A release that resembles another one begins with ``base RELEASE`` and says only what differs: ``drop table``,
paragraphs that begin with ``alter`` (a column line replaces the column of its name or adds one ``after`` another,
``- column`` and ``- * index`` remove), and whole tables.
"""

from migrator.demo.layouts.create import create
from migrator.demo.layouts.layout import Layout, with_tables
from migrator.demo.layouts.read import load, releases

__all__ = ["Layout", "create", "load", "releases", "with_tables"]
