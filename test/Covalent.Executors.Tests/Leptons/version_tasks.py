# -*- coding: utf-8 -*-
import sys


def version_and_sum(values, text):
    return "%d.%d %s %s" % (sys.version_info[0], sys.version_info[1], sum(values), text)
