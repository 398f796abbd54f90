using Covalent.Executors.Channels;

namespace Covalent.Executors.Remote;

/// <summary>What a job's script runs.</summary>
/// <param name="Command">The program and its arguments, quoted.</param>
/// <param name="WorkDir">Folder it runs in; made when missing.</param>
/// <param name="Before">Lines to run first, such as activating an environment; they may set variables.</param>
internal sealed record JobProgram(ShellText Command, string WorkDir, ShellText Before = default);

/// <summary>A job on the far side: its name, and the queue it waits in when it shares warm workers; empty when it has a process of its own.</summary>
internal readonly record struct JobName(string Name, string Queue = "");

/// <summary>Shell programs that start, watch and stop detached jobs. All take many jobs at once.</summary>
/// <remarks>
/// A job is a folder. The process that runs it is led by a shell in a session of its own, so that the whole process group can be stopped and no link
/// or login keeps it alive. A process id counts only together with the time the process started: an id that was given to another process meanwhile
/// never matches, and so is never signalled.
/// </remarks>
internal static class JobScripts
{
    /// <summary>The job's folder cannot be written to.</summary>
    public const int NoJobFolder = 97;

    /// <summary>The work folder cannot be made or entered.</summary>
    public const int NoWorkFolder = 98;

    /// <summary>Whether a job's script ended before it started its program, because of how the machine is set up.</summary>
    public static bool IsOfTheMachine(int? exitCode) => exitCode is NoJobFolder or NoWorkFolder or CondaActivation.NotActivated;

    /// <summary>The file <see cref="JobFiles.Run"/> of a job with a process of its own.</summary>
    public static ShellText Run(string folder, JobProgram program) => ShellText.Of($$"""
        #!/bin/sh
        job={{folder}}
        {{JobShell.Born}}
        born_of $$
        echo "$$ $born" >"$job"/pid.part && mv -f -- "$job"/pid.part "$job"/pid || exit {{NoJobFolder}}
        trap ':' TERM INT HUP
        ended() { trap - EXIT; echo "$1" >"$job"/exit.part && mv -f -- "$job"/exit.part "$job"/exit; exit "$1"; }
        trap 'ended $?' EXIT
        mkdir -p -- {{program.WorkDir}} && cd -- {{program.WorkDir}} || ended {{NoWorkFolder}}
        {{program.Before}}
        {{program.Command}}
        ended $?

        """);

    /// <summary>Starts the jobs whose folders hold a script and that nobody has started yet.</summary>
    public static ShellText Start(RemoteLayout layout, IEnumerable<string> jobs) => ShellText.Of($$"""
        cd -- {{layout.Jobs}} || exit
        {{ShellProgram.RestoreLocale}}
        {{JobShell.Session}}
        for j in {{ShellText.Words(jobs)}}; do
          [ -f "$j"/run.sh ] || { echo "$j has no run.sh" >&2; exit 96; }
          mkdir -- "$j"/started 2>/dev/null || continue
          # A copy of its own: when the same is sent once more, the file is replaced, and the shell may be about to open it.
          cp -- "$j"/run.sh "$j"/started/run.sh || { rm -rf -- "$j"/started; exit 96; }
          session sh {{layout.Jobs}}/"$j"/started/run.sh </dev/null >"$j"/log 2>&1
        done
        """);

    /// <summary>One line per job: name, stage, exit code; see <see cref="JobReport"/>.</summary>
    public static ShellText Poll(RemoteLayout layout, IEnumerable<JobName> jobs) => ShellText.Lines([
        JobShell.Lives,
        ShellText.Verbatim("""
            code_of() { code=; read -r code 2>/dev/null <"$1"/exit; }
            stage() {
              # A worker of its own writes its exit code after the outcome: the job is over when it is gone.
              if [ -e "$1"/outcome ]; then if [ -z "$2" ] && lives "$1"; then echo "$1 running"; else echo "$1 ended"; fi
              elif code_of "$1"; then if [ -e "$1"/outcome ]; then echo "$1 ended $code"; else echo "$1 died $code"; fi
              elif [ -e "$1"/exit ]; then echo "$1 died"
              elif lives "$1"; then echo "$1 running"
              elif [ -e "$1"/outcome ]; then echo "$1 ended"
              elif code_of "$1"; then echo "$1 died $code"
              elif [ -e "$1"/pid ]; then echo "$1 vanished"
              elif [ -n "$2" ] && [ -e "$2/new/$1" ]; then if [ -e "$2"/broken ]; then echo "$1 refused"; else echo "$1 waiting"; fi
              elif [ -e "$1"/started ] || [ -e "$1"/claim ]; then if young "$1"; then echo "$1 starting"; else echo "$1 stillborn"; fi
              elif [ -e "$1"/cancelled ]; then echo "$1 cancelled"
              elif [ -d "$1" ] && young "$1"; then echo "$1 starting"
              else echo "$1 unknown"
              fi
            }
            """),
        ShellText.Of($"cd -- {layout.Jobs} 2>/dev/null || cd /"),
        .. jobs.GroupBy(job => job.Queue).Select(group => ShellText.Of($"for j in {ShellText.Words(group.Select(job => job.Name))}; do stage \"$j\" {QueueFolder(layout, group.Key)}; done"))]);

    /// <summary>One line per job that was handed over for good: name, and the queue it was put into.</summary>
    public static ShellText Find(RemoteLayout layout, IEnumerable<string> jobs) => ShellText.Of($$"""
        cd -- {{layout.Jobs}} 2>/dev/null || exit 0
        for j in {{ShellText.Words(jobs)}}; do
          [ -d "$j" ] || continue
          q=; read -r q 2>/dev/null <"$j"/queue
          # The entry first: a worker that takes it meanwhile leaves a claim.
          if [ -n "$q" ] && [ -e {{layout.Queues}}/"$q/new/$j" ]; then echo "$j $q"; continue; fi
          for f in claim started outcome exit cancelled; do if [ -e "$j/$f" ]; then echo "$j $q"; break; fi; done
        done
        """);

    /// <summary>Stops jobs: asks, waits, then kills their process groups. One line per job: "name stopped" or "name alive".</summary>
    public static ShellText Kill(RemoteLayout layout, IReadOnlyList<JobName> jobs, TimeSpan grace) => ShellText.Of($$"""
        {{JobShell.Lives}}
        {{JobShell.Nap}}
        cd -- {{layout.Jobs}} 2>/dev/null || exit 0
        {{KillFunctions}}
        {{EachJob(layout, jobs, "ask")}}
        left={{(long)Math.Ceiling(Math.Max(0, grace.TotalSeconds) * 5)}}
        any() { busy=1; {{EachJob(layout, jobs, "look")}}; return $busy; }
        while [ "$left" -gt 0 ] && any; do nap; left=$((left - napped)); done
        {{EachJob(layout, jobs, "force")}}
        left=50
        while [ "$left" -gt 0 ] && any; do nap; left=$((left - napped)); done
        {{EachJob(layout, jobs, "tell")}}
        """);

    /// <summary>Removes the folders of jobs, and what may wait for them in queues.</summary>
    public static ShellText Remove(RemoteLayout layout, IEnumerable<JobName> jobs) => ShellText.Lines([
        JobShell.Discard,
        ShellText.Of($"cd -- {layout.Jobs} 2>/dev/null || exit 0"),
        .. jobs.GroupBy(job => job.Queue).Select(group => group.Key.Length == 0 ? default
            : ShellText.Of($"cd -- {layout.Queue(group.Key)}/new 2>/dev/null && rm -f -- {ShellText.Words(group.Select(job => job.Name))}")),
        ShellText.Of($"cd -- {layout.Jobs} && discard {ShellText.Words(jobs.Select(job => job.Name))}")]);

    /// <summary>Removes jobs whose sending failed, such as for want of room; those that somebody took all the same stay.</summary>
    public static ShellText TakeBack(RemoteLayout layout, IEnumerable<JobName> jobs) => ShellText.Lines([
        JobShell.Discard,
        ShellText.Of($"cd -- {layout.Jobs} 2>/dev/null || exit 0"),
        .. jobs.Where(job => job.Queue.Length > 0).Select(job => ShellText.Of($"rm -f -- {layout.Queue(job.Queue)}/new/{job.Name}")),
        ShellText.Of($$"""
            set --
            for j in {{ShellText.Words(jobs.Select(job => job.Name))}}; do [ -e "$j"/claim ] || [ -e "$j"/started ] || set -- "$@" "$j"; done
            discard "$@"
            """)]);

    // "kill -NAME -GROUP" is the one form that dash, bash and busybox all take; with "--" two of them refuse.
    // The group outlives its leader; while any member lives, its number is given to nobody else.
    private static ShellText KillFunctions { get; } = ShellText.Verbatim("""
        signal() {
          if lives "$2"; then kill -"$1" -"$pid" 2>/dev/null
          elif [ -n "$pid" ] && [ -z "$born" ] && [ ! -e "$2"/exit ]; then kill -"$1" -"$pid" 2>/dev/null
          else return 1
          fi
        }
        worker_of() {
          worker= name=
          for w in "$2"/agents/*; do
            read -r name 2>/dev/null <"$w"/current && [ "$name" = "$1" ] && worker=$w && return 0
          done
          return 1
        }
        over() { [ -e "$1"/outcome ] || [ -e "$1"/exit ] || [ -e "$1"/cancelled ]; }
        ask() {
          if [ -z "$2" ]; then
            [ -d "$1" ] && mkdir -- "$1"/started 2>/dev/null && echo 143 >"$1"/exit
            signal TERM "$1"
          elif [ -d "$1" ]; then mv -f -- "$2/new/$1" "$1"/cancelled 2>/dev/null || : >"$1"/cancel
          fi
        }
        look() { if [ -z "$2" ]; then signal 0 "$1"; else [ -e "$1"/claim ] && ! over "$1" && lives "$1"; fi && busy=0; }
        force() { if [ -z "$2" ]; then signal KILL "$1"; elif ! over "$1" && worker_of "$1" "$2"; then signal KILL "$worker"; fi; }
        tell() { busy=1; look "$1" "$2"; if [ "$busy" = 0 ]; then echo "$1 alive"; else echo "$1 stopped"; fi; }
        """);

    private static ShellText EachJob(RemoteLayout layout, IEnumerable<JobName> jobs, string function) => ShellText.Verbatim(string.Join("; ", jobs.GroupBy(job => job.Queue)
        .Select(group => ShellText.Of($"for j in {ShellText.Words(group.Select(job => job.Name))}; do {ShellText.Verbatim(function)} \"$j\" {QueueFolder(layout, group.Key)}; done").ToString())));

    private static ShellText QueueFolder(RemoteLayout layout, string queue) => ShellText.Word(queue.Length == 0 ? "" : layout.Queue(queue));
}
