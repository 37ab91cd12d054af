#!/bin/sh
echo one
echo two
# ANCHOR: steps
echo three
# ANCHOR_END: steps
