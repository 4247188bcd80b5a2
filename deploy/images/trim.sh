#!/bin/sh
# Take out of an image's site-packages what nothing imports: tests, headers, and the parts of pyarrow that reach other
# machines. What is taken too much shows in the test of the images, which writes a Parquet file and a PDF.
set -eu
cd "$1"

find . -type d -name tests -prune -exec rm -rf {} +
find . -type f \( -name '*.pyi' -o -name '*.pyx' -o -name '*.pxd' -o -name '*.pxi' -o -name '*.h' -o -name '*.hpp' \
  -o -name '*.c' -o -name '*.cpp' -o -name '*.cc' -o -name '*.a' \) -delete

[ -d pyarrow ] || exit 0
cd pyarrow
rm -rf include src
# The wheel holds each library under every name of its version; the one that is linked with is enough.
rm -f libarrow_python*.so libarrow_python*.so.*.*.*
rm -f _flight.* flight.py libarrow_flight.* libarrow_python_flight.* _pyarrow_cpp_tests.* _s3fs.* libarrow_s3.*
