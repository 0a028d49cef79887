#!/bin/sh
# Grants the least permissions that a role of Sigilo needs, with the kafka-acls.sh of a Kafka distribution.
# The list is that of src/io/required-acls.ts; a test holds the two together.
set -eu

usage() {
  cat <<'USAGE'
Usage: acls.sh ROLE --bootstrap-server HOST:PORT --principal PRINCIPAL --group GROUP [option]...

Grants the least permissions that a role needs, on the topics named. Granting again changes nothing.

Roles:
  worker     needs --source, --sink and --quarantine
  reader     reads sanitized records: needs --sink
  operator   reads the quarantine: needs --quarantine

Options:
  --bootstrap-server HOST:PORT   brokers
  --command-config FILE          client properties of somebody who may alter ACLs
  --principal PRINCIPAL          who is granted, such as User:sigilo or 'User:CN=sigilo,O=Example'
  --group GROUP                  consumer group of the role; the worker's is kafka.groupId
  --source TOPIC                 a source; repeat for several
  --sink TOPIC                   a sink; repeat for several
  --quarantine TOPIC             a quarantine; repeat for several
  --transactional-prefix PREFIX  default sigilo:GROUP:
  --no-transactions              when all routes are at_least_once
  --remove                       takes the permissions away instead
  --kafka-acls PROGRAM           default: kafka-acls.sh or kafka-acls of the PATH
  --dry-run                      prints the commands and runs none
  --help

Example:
  acls.sh worker --bootstrap-server kafka:9093 --command-config admin.properties --principal User:sigilo \
    --group sigilo --source chat.raw --sink chat.sanitized --quarantine chat.quarantine
USAGE
}

refuse() {
  echo "acls.sh: $1; see acls.sh --help" >&2
  exit 2
}

# Names are put into lists with spaces between them, and '*' would mean all topics.
require_name() {
  case $2 in
    '' | *[!A-Za-z0-9._-]*) refuse "$1 must be a name of letters, digits, '.', '_' and '-'" ;;
  esac
}

role='' server='' config='' principal='' group='' prefix='' program=''
sources='' sinks='' quarantines=''
transactions=yes action=--add dry_run=no

while [ $# -gt 0 ]; do
  case $1 in
    worker | reader | operator)
      [ -z "$role" ] || refuse 'only one role at a time'
      role=$1
      shift
      continue
      ;;
    --no-transactions) transactions=no; shift; continue ;;
    --remove) action=--remove; shift; continue ;;
    --dry-run) dry_run=yes; shift; continue ;;
    --help | -h) usage; exit 0 ;;
    --bootstrap-server | --command-config | --principal | --group | --source | --sink | --quarantine | \
      --transactional-prefix | --kafka-acls) ;;
    *) refuse "unknown word $1" ;;
  esac
  [ $# -ge 2 ] || refuse "$1 needs a value"
  [ -n "$2" ] || refuse "$1 must not be empty"
  case $1 in
    --bootstrap-server) server=$2 ;;
    --command-config) config=$2 ;;
    --principal) principal=$2 ;;
    --group) require_name "$1" "$2"; group=$2 ;;
    --source) require_name "$1" "$2"; sources="$sources $2" ;;
    --sink) require_name "$1" "$2"; sinks="$sinks $2" ;;
    --quarantine) require_name "$1" "$2"; quarantines="$quarantines $2" ;;
    --transactional-prefix)
      case $2 in *[!A-Za-z0-9._:-]*) refuse "$1 must be of letters, digits, '.', '_', '-' and ':'" ;; esac
      prefix=$2
      ;;
    --kafka-acls) program=$2 ;;
  esac
  shift 2
done

[ -n "$role" ] || refuse 'name a role: worker, reader or operator'
[ -n "$server" ] || refuse '--bootstrap-server is missing'
[ -n "$group" ] || refuse '--group is missing'
case $principal in
  '') refuse '--principal is missing' ;;
  *:\*) refuse '--principal must not be everybody' ;;
  *:?*) ;;
  *) refuse '--principal must have a type, as in User:sigilo' ;;
esac
case $role in
  worker)
    if [ -z "$sources" ] || [ -z "$sinks" ] || [ -z "$quarantines" ]; then
      refuse 'a worker needs --source, --sink and --quarantine'
    fi
    ;;
  reader)
    [ -n "$sinks" ] || refuse 'a reader needs --sink'
    [ -z "$sources$quarantines" ] || refuse 'a reader gets no --source and no --quarantine'
    ;;
  operator)
    [ -n "$quarantines" ] || refuse 'an operator needs --quarantine'
    [ -z "$sources$sinks" ] || refuse 'an operator gets no --source and no --sink'
    ;;
esac
if [ -z "$program" ]; then
  if command -v kafka-acls.sh >/dev/null 2>&1; then program=kafka-acls.sh
  elif command -v kafka-acls >/dev/null 2>&1; then program=kafka-acls
  elif [ "$dry_run" = yes ]; then program=kafka-acls.sh
  else refuse 'kafka-acls.sh is not on the PATH: name it with --kafka-acls'
  fi
fi

# Shows a command so that a shell would read the same words again.
show() {
  line=''
  for word in "$@"; do
    case $word in
      *[!A-Za-z0-9._:/,=@+-]*) word="'$(printf '%s' "$word" | sed "s/'/'\\\\''/g")'" ;;
    esac
    line="$line $word"
  done
  echo "${line# }"
}

# apply RESOURCE-OPTION 'NAMES' OPERATION... : one permission on each name of one kind of resource.
apply() {
  resource=$1 names=$2
  shift 2
  count=$#
  for operation in "$@"; do set -- "$@" --operation "$operation"; done
  shift "$count"
  for name in $names; do set -- "$@" "$resource" "$name"; done
  [ "$resource" != --transactional-id ] || set -- "$@" --resource-pattern-type prefixed
  [ "$action" != --remove ] || set -- --force "$@"
  [ -z "$config" ] || set -- --command-config "$config" "$@"
  set -- --bootstrap-server "$server" "$action" --allow-principal "$principal" "$@"
  show "$program" "$@"
  [ "$dry_run" = yes ] || "$program" "$@"
}

case $role in
  worker)
    apply --topic "$sources" Read DescribeConfigs
    apply --topic "$sinks $quarantines" Write DescribeConfigs
    apply --group "$group" Read
    [ "$transactions" = no ] || apply --transactional-id "${prefix:-sigilo:$group:}" Write
    ;;
  reader)
    apply --topic "$sinks" Read
    apply --group "$group" Read
    ;;
  operator)
    apply --topic "$quarantines" Read
    apply --group "$group" Read
    ;;
esac
