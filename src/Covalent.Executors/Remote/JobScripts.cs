using Covalent.Executors.Channels;

namespace Covalent.Executors.Remote;

/// <summary>What a job's script runs.</summary>
/// <param name="Command">The program and its arguments, quoted.</param>
/// <param name="WorkDir">Folder it runs in; made when missing.</param>
/// <param name="Before">Lines to run first, such as activating an environment; they may set variables.</param>
internal sealed record JobProgram(ShellText Command, string WorkDir, ShellText Before = default);

/// <summary>Shell programs that start, watch and stop detached jobs. They need a POSIX shell and coreutils or busybox; all take many jobs at once.</summary>
/// <remarks>
/// A job is a folder. Its leader is a shell that starts a session of its own, so that the whole process group can be stopped and no link or login
/// keeps it alive; it writes <c>pid</c> when it starts and <c>exit</c> when it ends. A process id counts only together with the time the process
/// started: an id that was given to another process meanwhile never matches, and so is never signalled.
/// </remarks>
internal static class JobScripts
{
    /// <summary>Sets <c>$born</c> to the start time of process <c>$1</c>, empty when there is none; a zombie counts as gone. Without a fork on Linux.</summary>
    private const string Born = """
        born_of() {
          born=
          if read -r stat 2>/dev/null </proc/"$1"/stat; then
            set -- ${stat##*) }
            case $1 in Z|X|x) ;; *) shift 19; born=$1 ;; esac
          elif [ ! -r /proc/self/stat ]; then
            born=$(ps -o lstart= -p "$1" 2>/dev/null | tr -s ' ' _)
          fi
        }
        """;

    /// <summary>Sets <c>$pid</c> and <c>$born</c> from the pid file of job folder <c>$1</c> and says whether that very process lives.</summary>
    private const string Lives = """
        lives() {
          pid= then=
          read -r pid then 2>/dev/null <"$1"/pid || return 1
          case $pid in ''|*[!0-9]*) return 1 ;; esac
          born_of "$pid"
          [ -n "$born" ] && [ "$born" = "$then" ]
        }
        """;

    /// <summary>The file <see cref="JobFiles.Run"/> of a job.</summary>
    public static ShellText Run(string folder, JobProgram program) => ShellText.Of($$"""
        #!/bin/sh
        job={{folder}}
        {{ShellText.Verbatim(Born)}}
        born_of $$
        echo "$$ $born" >"$job"/pid.part && mv -f -- "$job"/pid.part "$job"/pid || exit 97
        trap ':' TERM INT HUP
        ended() { echo "$1" >"$job"/exit.part && mv -f -- "$job"/exit.part "$job"/exit; exit "$1"; }
        mkdir -p -- {{program.WorkDir}} && cd -- {{program.WorkDir}} || ended 98
        {{program.Before}}
        {{program.Command}}
        ended $?

        """);

    /// <summary>Starts the jobs whose folders hold a script and that nobody has started yet.</summary>
    public static ShellText Start(RemoteLayout layout, IEnumerable<string> jobs) => ShellText.Of($$"""
        cd -- {{layout.Jobs}} || exit
        {{ShellProgram.RestoreLocale}}
        session() {
          if command -v setsid >/dev/null 2>&1; then setsid "$@" & else (set -m; nohup "$@" &) fi
        }
        for j in {{ShellText.Words(jobs)}}; do
          [ -f "$j"/run.sh ] || { echo "$j has no run.sh" >&2; exit 96; }
          mkdir -- "$j"/started 2>/dev/null || continue
          session sh {{layout.Jobs}}/"$j"/run.sh </dev/null >"$j"/log 2>&1
        done
        """);

    /// <summary>One line per job: name, state, and what belongs to it; see <see cref="JobReport"/>.</summary>
    public static ShellText Poll(RemoteLayout layout, IEnumerable<string> jobs) => ShellText.Of($$"""
        {{ShellText.Verbatim(Born)}}
        {{ShellText.Verbatim(Lives)}}
        here=; cd -- {{layout.Jobs}} 2>/dev/null && here=1
        for j in {{ShellText.Words(jobs)}}; do
          code=
          if [ "$here" != 1 ]; then echo "$j unknown"; continue; fi
          if lives "$j"; then echo "$j running"; continue; fi
          read -r code 2>/dev/null <"$j"/exit
          if [ -e "$j"/outcome ] || [ -e "$j"/outcome.0 ]; then echo "$j ended $code"
          elif [ -n "$code" ]; then echo "$j died $code"
          elif [ -e "$j"/pid ]; then echo "$j vanished"
          elif [ -d "$j"/started ]; then if [ -n "$(find "$j"/started -mmin +2 2>/dev/null)" ]; then echo "$j stillborn"; else echo "$j starting"; fi
          elif [ -d "$j" ]; then echo "$j waiting"
          else echo "$j unknown"
          fi
        done
        """);

    // "kill -NAME -GROUP" is the one form that dash, bash and busybox all take; with "--" two of them refuse.
    /// <summary>Stops the process groups of jobs: TERM, a pause, KILL. One line per job: "name stopped" or "name alive".</summary>
    public static ShellText Kill(RemoteLayout layout, IEnumerable<string> jobs, TimeSpan grace) => ShellText.Of($$"""
        {{ShellText.Verbatim(Born)}}
        {{ShellText.Verbatim(Lives)}}
        cd -- {{layout.Jobs}} 2>/dev/null || exit 0
        jobs={{ShellText.Word(string.Join(' ', jobs))}}
        # The group outlives its leader; while any member lives its number is given to nobody else.
        signal() {
          if lives "$2"; then kill -"$1" -"$pid" 2>/dev/null
          elif [ -n "$pid" ] && [ -z "$born" ] && [ ! -e "$2"/exit ]; then kill -"$1" -"$pid" 2>/dev/null
          else return 1
          fi
        }
        any() { for j in $jobs; do signal 0 "$j" && return 0; done; return 1; }
        # A job that was sent but never started must not start later.
        for j in $jobs; do [ -d "$j" ] && mkdir -- "$j"/started 2>/dev/null && echo 143 >"$j"/exit; signal TERM "$j"; done
        left={{(long)Math.Ceiling(Math.Max(0, grace.TotalSeconds) * 5)}}
        while [ "$left" -gt 0 ] && any; do sleep 0.2 2>/dev/null || { sleep 1; left=$((left - 4)); }; left=$((left - 1)); done
        for j in $jobs; do signal KILL "$j"; done
        left=30
        while [ "$left" -gt 0 ] && any; do sleep 0.1 2>/dev/null || sleep 1; left=$((left - 1)); done
        for j in $jobs; do if signal 0 "$j"; then echo "$j alive"; else echo "$j stopped"; fi; done
        """);

    /// <summary>Removes the folders of jobs.</summary>
    public static ShellText Remove(RemoteLayout layout, IEnumerable<string> jobs) => ShellText.Of($"cd -- {layout.Jobs} 2>/dev/null || exit 0\nrm -rf -- {ShellText.Words(jobs)}");
}
