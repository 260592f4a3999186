#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The lessons of signals, the terminal and whom one waits for do what is written of them.
. "$(dirname "$0")/../lessons.sh"
outcomes 'The parent waits'
finish
