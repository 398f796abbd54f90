using System.Globalization;
using Covalent.Executors.Channels;
using Covalent.Executors.Remote;

namespace Covalent.Executors.Slurm;

/// <summary>Shell programs around a Slurm job: what runs on the compute node, and what runs on the login node to submit, watch and stop.</summary>
internal static class SlurmTaskScripts
{
    /// <summary>Name of the script that a job starts, beside its <c>job.sh</c>.</summary>
    public const string Program = "task.sh";

    /// <summary>Name of the script that a job runs last of all.</summary>
    public const string AtTheEnd = "over.sh";

    /// <summary>File in a task's folder that is there when its job runs nothing else.</summary>
    private const string AloneMark = "alone";

    /// <summary>Exit code of a job whose bundle or work folder the compute node does not see.</summary>
    public const int NotVisible = 95;

    /// <summary>The program of a job: finds its task or tasks by the element's number and runs them; every rank of a parallel step runs it, the first one reports.</summary>
    /// <remarks>The braces make the shell read all of it at once: its folder goes when the outcome was taken, which may be before it ends.</remarks>
    public static ShellText OnTheNode(SlurmExecutor settings, RemoteLayout layout, SlurmBatch batch, PlacedWorker worker, string workDir) => ShellText.Of($$"""
        #!/bin/sh
        {
        element=${SLURM_ARRAY_TASK_ID:-0}
        rank=${SLURM_PROCID:-0}
        folder={{layout.Job(batch.Name)}}
        jobs={{layout.Jobs}}
        suffix=
        [ "$rank" = 0 ] || suffix=.rank$rank
        ended() {
          if [ "$rank" = 0 ] && [ -d "$folder" ]; then echo "$1" >"$folder"/exit"$element".part && mv -f -- "$folder"/exit"$element".part "$folder"/exit"$element"; fi
          exit "$1"
        }
        if [ ! -r {{worker.BundleFolder}}/Covalent.Worker.dll ]; then
          echo "Node $(hostname) does not see "{{worker.BundleFolder}}": remote_cache must be on a file system that login and compute nodes share." >&2
          ended {{NotVisible}}
        fi
        if ! command -v {{worker.Dotnet}} >/dev/null 2>&1; then
          echo "Node $(hostname) has no "{{worker.Dotnet}}". Load it in prerun_commands and set dotnet_path, or set ship_runtime." >&2
          ended {{NotVisible}}
        fi
        { [ -d {{workDir}} ] || mkdir -p -- {{workDir}}; } && cd -- {{workDir}} || { echo "Node $(hostname) cannot use the work folder "{{workDir}}"; choose another remote_workdir." >&2; ended {{NotVisible}}; }
        {{worker.Before}}
        {{(batch.IsPacked ? RunPack(layout, batch) : RunOne(settings, layout, worker))}}
        ended $?
        }

        """);

    /// <summary>Leaves word that the job has run, with all that the user wants to run after the program. A task that is a job of its own is over then.</summary>
    public static ShellText EndOnTheNode(RemoteLayout layout, SlurmBatch batch) => ShellText.Of($$"""
        cd -- {{layout.Job(batch.Name)}} || exit 0
        element=${SLURM_ARRAY_TASK_ID:-0}
        : >exit"$element"{{SlurmScript.Over}}
        {{(batch.IsPacked ? default : ShellText.Of($"""read -r name <e"$element" && echo "$name over" >>{layout.News}"""))}}

        """);

    private static ShellText RunOne(SlurmExecutor settings, RemoteLayout layout, PlacedWorker worker) => ShellText.Of($$"""
        read -r name <"$folder"/e"$element" || ended {{NotVisible}}
        {{(RunsOthers(settings) ? default : Alone(layout))}}
        [ "${SLURM_RESTART_COUNT:-0}" = 0 ] || rm -f -- "$jobs/$name"/outcome"$suffix"
        [ -n "$suffix" ] || set -- --news {{layout.News}}
        work=; IFS= read -r work 2>/dev/null <"$jobs/$name"/workdir
        {{worker.Command}} run --package "$jobs/$name"/package --outcome "$jobs/$name"/outcome"$suffix" --stdout "$jobs/$name"/stdout"$suffix" --stderr "$jobs/$name"/stderr"$suffix" --workdir "${work:-.}" --grace {{settings.StopGrace.ToString(CultureInfo.InvariantCulture)}} "$@"
        """);

    /// <summary>The job runs something around the program that may go on when the outcome is there.</summary>
    private static bool RunsOthers(SlurmExecutor settings) => settings.PostrunCommands.Count > 0 || settings.SrunAppend.Length > 0;

    /// <summary>Where the program is all that the job runs, in one rank, says so: the task is over with its outcome. One that is there is not made once more.</summary>
    private static ShellText Alone(RemoteLayout layout) => ShellText.Of($$"""
        if [ "${SLURM_STEP_NUM_TASKS:-1}" = 1 ]; then
          if [ "${SLURM_RESTART_COUNT:-0}" != 0 ] && read -r head 2>/dev/null <"$jobs/$name"/outcome; then
            case $head in *'"status":"CANCELLED"'*) ;; *) ended 0 ;; esac
          fi
          : >"$jobs/$name"/{{AloneMark}}; echo "$name alone" >>{{layout.News}}
        fi
        """);

    private static ShellText RunPack(RemoteLayout layout, SlurmBatch batch) => ShellText.Of($$"""
        queue={{layout.Queues}}/{{batch.Name}}-$element
        [ -d "$queue"/new ] || ended 0 # All done by other ranks, and removed.
        # In a second life, what the first one did not finish waits again.
        if [ "${SLURM_RESTART_COUNT:-0}" != 0 ] && [ "$rank" = 0 ]; then
          while read -r name; do
            [ -d "$jobs/$name" ] && [ ! -e "$jobs/$name"/cancelled ] || continue
            head=; read -r head 2>/dev/null <"$jobs/$name"/outcome
            case $head in *'"status":"CANCELLED"'*|'') rm -f -- "$jobs/$name"/outcome "$jobs/$name"/claim "$jobs/$name"/pid "$jobs/$name"/exit; : >"$queue/new/$name" ;; esac
          done <"$folder"/e"$element"
        fi
        mkdir -p -- "$queue"/agents/"$rank" && sh "$folder"/lead.sh "$queue"/agents/"$rank" "$queue"
        """);

    /// <summary>Submits a batch whose files are there: says <c>submitted ANSWER</c>, <c>refused CODE WORDS</c>, or <c>under-way</c> when an earlier call may
    /// still do so. Done once, however often it is asked. What was refused is removed.</summary>
    public static ShellText Submit(SlurmExecutor settings, RemoteLayout layout, SlurmBatch batch, ShellText sbatch) => ShellText.Of($$"""
        cd -- {{layout.Job(batch.Name)}} || exit
        {{SlurmCommands.Environment(settings.SlurmPath)}}
        {{ShellProgram.RestoreLocale}}
        {{Young}}
        if [ -f jobid ]; then echo "submitted $(cat jobid)"
        elif ! mkdir started 2>/dev/null && young started; then echo "under-way"
        elif touch started; answer=$({{sbatch}} 2>sbatch.err); then
          echo "$answer" | tail -n 1 >jobid.part && mv -f -- jobid.part jobid
          echo "submitted $(echo "$answer" | tail -n 1)"
        else
          code=$?
          rmdir started
          echo "refused $code $(tail -c 1500 sbatch.err | tr '\n' ' ')"
          {{(settings.Cleanup ? ShellText.Of($"cd -- {layout.Jobs} || exit\n{Discard(batch)}") : ShellText.Verbatim(":"))}}
        fi
        """);

    /// <summary>Removes a batch whose files could not be sent. What an earlier try handed over stays.</summary>
    public static ShellText TakeBack(RemoteLayout layout, SlurmBatch batch) => ShellText.Of($$"""
        cd -- {{layout.Jobs}} 2>/dev/null || exit 0
        [ ! -d {{batch.Name}}/started ] || exit 0
        {{Discard(batch)}}
        """);

    private static ShellText Discard(SlurmBatch batch) => ShellText.Of($$"""
        {{JobShell.Discard}}
        discard {{ShellText.Words(batch.Tasks.Select(task => task.JobName).Append(batch.Name).Distinct())}}
        set --; for q in ../queues/{{batch.Name}}-[0-9]*; do set -- "$@" "$q"; done
        discard "$@"
        """);

    private static ShellText Young { get; } = ShellText.Verbatim("""young() { [ -z "$(find "$1" -prune -mmin +2 2>/dev/null)" ]; }""");

    /// <summary>One line for each task that was handed over: its name, submission, element, whether it is packed, and the answer of <c>sbatch</c> if there
    /// is one; <c>-</c> while there is none, <c>?</c> when there was none for two minutes.</summary>
    public static ShellText Find(RemoteLayout layout, IEnumerable<string> tasks) => ShellText.Of($$"""
        cd -- {{layout.Jobs}} 2>/dev/null || exit 0
        {{Young}}
        for t in {{ShellText.Words(tasks)}}; do
          s=; read -r s e p 2>/dev/null <"$t"/slurm && [ -n "$s" ] || continue
          if [ -f "$s"/jobid ]; then id=$(cat "$s"/jobid)
          elif [ -d "$s"/started ]; then if young "$s"/started; then id=-; else id='?'; fi
          else continue
          fi
          echo "$t $s $e $p $id"
        done
        """);

    /// <summary>Where tasks stand by their folders: ended, written (but the job still runs), stopped, died with a code, cancelled, taken by a worker, or nothing of that.</summary>
    public static ShellText Poll(RemoteLayout layout, IEnumerable<SlurmJobHandle> jobs) => ShellText.Lines([
        ShellText.Of($$"""
            cd -- {{layout.Jobs}} 2>/dev/null || cd /
            look() {
              code=
              if read -r head 2>/dev/null <"$1"/outcome; then
                case $head in *'"status":"CANCELLED"'*) echo "$1 stopped" ;; *) if [ -z "$4" ] || [ -e "$1"/{{AloneMark}} ] || [ -e "$2"/exit"$3"{{SlurmScript.Over}} ]; then echo "$1 ended"; else echo "$1 written"; fi ;; esac
              elif read -r code 2>/dev/null <"$1"/exit; then echo "$1 died $code"
              elif [ -e "$1"/cancelled ]; then echo "$1 cancelled"
              elif read -r code 2>/dev/null <"$2"/exit"$3"; then echo "$1 over $code"
              elif [ -e "$1"/claim ] || [ -e "$1"/stdout ]; then echo "$1 taken"
              elif [ -d "$1" ]; then echo "$1 waiting"
              else echo "$1 gone"
              fi
            }
            """),
        .. jobs.Select(job => ShellText.Of($"look {job.Task} {job.Submission} {job.Element} {(job.IsPacked ? "" : "whole")}")),
        ShellText.Verbatim("echo queue")]);

    /// <summary>Asks workers on other machines to stop tasks, and takes those that wait out of their queues.</summary>
    public static ShellText CancelPacked(RemoteLayout layout, IEnumerable<SlurmJobHandle> jobs) => ShellText.Lines([
        ShellText.Of($"cd -- {layout.Jobs} 2>/dev/null || exit 0"),
        .. jobs.Select(job => ShellText.Of($"[ ! -d {job.Task} ] || mv -f -- {layout.Queues}/{job.Submission}-{job.Element}/new/{job.Task} {job.Task}/cancelled 2>/dev/null || : >{job.Task}/cancel"))]);

    /// <summary>Removes tasks' folders, and those of submissions whose last task this was: once their workers have left, for which they get a moment.</summary>
    public static ShellText Remove(RemoteLayout layout, IReadOnlyList<SlurmJobHandle> jobs)
    {
        SlurmJobHandle[] parts = [.. jobs.Where(job => job.Task != job.Submission)];
        IEnumerable<string> packedAlone = jobs.Where(job => job.Task == job.Submission && job.IsPacked).Select(job => job.Task);
        IEnumerable<string> packed = jobs.Where(job => job.IsPacked).Select(job => job.Submission).Distinct();
        return ShellText.Of($$"""
            cd -- {{layout.Jobs}} 2>/dev/null || exit 0
            {{JobShell.Discard}}
            {{JobShell.Nap}}
            failed=0 last=
            discard {{ShellText.Words(jobs.Where(job => job.Task != job.Submission || !job.IsPacked).Select(job => job.Task))}} || failed=1
            rm -f -- {{ShellText.Words(parts.Select(job => $"{job.Submission}/tasks/{job.Task}"))}}
            for s in {{ShellText.Words(parts.Select(job => job.Submission).Distinct())}}; do if rmdir -- "$s"/tasks 2>/dev/null; then last="$last $s"; fi; done
            for s in {{ShellText.Words(packedAlone)}}; do last="$last $s"; done
            works() { for e in "$1"/e[0-9]*; do if [ -e "$e" ] && [ ! -e "$1"/exit"${e##*/e}"{{SlurmScript.Over}} ]; then return 0; fi; done; return 1; }
            busy() { for s in {{ShellText.Words(packed)}}; do case " $last " in *" $s "*) if works "$s"; then return 0; fi ;; esac; done; return 1; }
            left={{LeaveWithin}}
            while [ "$left" -gt 0 ] && busy; do nap; left=$((left - napped)); done
            discard $last || failed=1
            set --; for s in $last; do set -- "$@" ../queues/"$s"-[0-9]*; done
            discard "$@" || failed=1
            exit "$failed"
            """);
    }

    /// <summary>How long the workers of a pack may take to leave after its last task, in fifths of a second. Where Slurm ended the job, nobody says so.</summary>
    private const int LeaveWithin = 50;
}
