#!/bin/sh
# agent-image.sh [JDK]: gives this package a Java of its own (runtime/), with what the agent needs and nothing else. Run once, on a computer of the kind that it is for, with a
# JDK 17 or newer; the folder then runs where no Java is installed. On Windows: agent-image.ps1.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
base=$(dirname -- "$here")
jdk=${1:-${JAVA_HOME:-}}
jlink=${jdk:+$jdk/bin/}jlink
java=${jdk:+$jdk/bin/}java

# A module that this Java does not have is part of another by now.
known=$("$java" --list-modules | sed 's/@.*//')
modules=''
for module in $(cat "$here/modules.txt"); do
  case "
$known
" in *"
$module
"*) modules=${modules:+$modules,}$module ;; esac
done

# Not compressed: the file is mapped into memory then, and nothing of it is unpacked there.
rm -rf "$base/runtime.new"
"$jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages \
  --vm server --output "$base/runtime.new"
"$base/runtime.new/bin/java" -XX:+UseSerialGC -Xshare:dump >/dev/null
rm -rf "$base/runtime"
mv "$base/runtime.new" "$base/runtime"
"$base/bin/gedeon-agent" --version
echo "runtime: $(du -sk "$base/runtime" | cut -f1) KiB; whole package: $(du -sk "$base" | cut -f1) KiB"
