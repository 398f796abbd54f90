using Covalent.Executors.Channels;

namespace Covalent.Executors.Remote;

/// <summary>Shell functions that the programs for the far side share. They need a POSIX shell and coreutils or busybox.</summary>
internal static class JobShell
{
    /// <summary><c>born_of PID</c> sets <c>$born</c> to the start time of a process, empty when there is none; a zombie counts as gone. No fork on Linux.</summary>
    public static ShellText Born { get; } = ShellText.Verbatim("""
        born_of() {
          born=
          if read -r stat 2>/dev/null </proc/"$1"/stat; then
            set -- ${stat##*) }
            case $1 in Z|X|x) ;; *) shift 19; born=$1 ;; esac
          elif [ ! -r /proc/self/stat ]; then
            born=$(ps -o lstart= -p "$1" 2>/dev/null | tr -s ' ' _)
          fi
        }
        """);

    /// <summary><c>lives FOLDER</c> sets <c>$pid</c> and <c>$born</c> from the pid file there and says whether that very process lives.
    /// <c>young FILE</c> says whether it was changed in the last two minutes.</summary>
    public static ShellText Lives { get; } = ShellText.Lines(Born, ShellText.Verbatim("""
        lives() {
          pid= then= born=
          read -r pid then 2>/dev/null <"$1"/pid || return 1
          case $pid in ''|*[!0-9]*) return 1 ;; esac
          born_of "$pid"
          [ -n "$born" ] && [ "$born" = "$then" ]
        }
        young() { [ -z "$(find "$1" -prune -mmin +2 2>/dev/null)" ]; }
        """));

    /// <summary><c>session COMMAND…</c> starts a command in a session, and so a process group, of its own.</summary>
    public static ShellText Session { get; } = ShellText.Verbatim("""
        session() {
          if command -v setsid >/dev/null 2>&1; then setsid "$@" & else (set -m; nohup "$@" &) fi
        }
        """);

    /// <summary><c>discard FOLDER…</c>, called in the jobs' folder, moves folders out of everybody's reach and then removes them: a program that still writes
    /// there finds no such folder, where it would bring one back that is being emptied. Folders that are not there are no error.</summary>
    public static ShellText Discard { get; } = ShellText.Verbatim("""
        discard() {
          for f in "$@"; do shift; [ ! -e "$f" ] || set -- "$@" "$f"; done
          [ $# -gt 0 ] || return 0
          # A full disk may have no room for another folder: what is removed makes some.
          bin=$(mktemp -d ../removed.XXXXXX 2>/dev/null) || { rm -rf -- "$@"; return; }
          mv -f -- "$@" "$bin"/ || return
          # Who was in the middle of writing when it was moved may put one more file there.
          rm -rf -- "$bin" 2>/dev/null || rm -rf -- "$bin" 2>/dev/null || rm -rf -- "$bin"
        }
        """);

    /// <summary><c>nap</c> waits a fifth of a second, or a whole one where <c>sleep</c> knows no less; sets <c>$napped</c> to the fifths.</summary>
    public static ShellText Nap { get; } = ShellText.Verbatim("nap() { napped=1; sleep 0.2 2>/dev/null || { sleep 1; napped=5; }; }");
}
