# Finds a JDK of 21 or later and exports JAVA_HOME: JAVA_HOME itself if it is one, else PATH,
# /usr/lib/jvm, SDKMAN, macOS's folder, 25 first. Sourced by ./lab and ./mvnw, so that a machine
# whose default java is older works with no setting. Leaves JAVA_HOME alone when there is none.

outage_lab_jdk_release() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

outage_lab_select_jdk() {
  _lab_release=$(outage_lab_jdk_release "${JAVA_HOME:-/nonexistent}")
  if [ "${_lab_release:-0}" -ge 21 ]; then return 0; fi
  _lab_best=0
  _lab_home=
  _lab_on_path=$(command -v javac 2>/dev/null || true)
  if [ -n "$_lab_on_path" ]; then
    _lab_on_path=$(readlink -f "$_lab_on_path" 2>/dev/null || echo "$_lab_on_path")
    _lab_on_path=${_lab_on_path%/bin/javac}
  fi
  for _lab_candidate in "${_lab_on_path:-/nonexistent}" /usr/lib/jvm/* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    _lab_release=$(outage_lab_jdk_release "$_lab_candidate")
    [ "${_lab_release:-0}" -ge 21 ] || continue
    # 25 is what the lab is built on: it wins, then the newest.
    if [ "$_lab_release" -eq 25 ]; then _lab_release=1000; fi
    if [ "$_lab_release" -gt "$_lab_best" ]; then
      _lab_best=$_lab_release
      _lab_home=$_lab_candidate
    fi
  done
  if [ -z "$_lab_home" ]; then return 1; fi
  JAVA_HOME=$_lab_home
  export JAVA_HOME
}

outage_lab_select_jdk || true
