using System.Globalization;
using Covalent.Executors.Channels;

namespace Covalent.Executors.Remote;

/// <summary>Shell programs for queues: folders of waiting jobs with warm workers that take them. See <c>docs/architecture/remote.md</c>.</summary>
internal static class QueueScripts
{
    /// <summary>The script that leads a warm worker: starts it again when it died under a job, tells that job the exit code, and goes when there
    /// is nothing left to do. A worker that never came to run anything leaves its last words in <c>broken</c>.</summary>
    /// <param name="layout">Where things are.</param>
    /// <param name="queue">Name of the queue; a second argument of the script replaces it by another folder.</param>
    /// <param name="before">Lines to run first, such as activating an environment.</param>
    /// <param name="worker">The worker's program up to its command, quoted.</param>
    /// <param name="idle">How long a worker waits for another job.</param>
    /// <param name="grace">How long a task may take to end when asked to.</param>
    /// <param name="leadsGroup">Whether the script is started in a session of its own; else the worker makes a process group for what its tasks start.</param>
    /// <param name="news">File in which ended jobs are told; null for the queue's own.</param>
    public static ShellText Leader(RemoteLayout layout, string queue, ShellText before, ShellText worker, TimeSpan idle, TimeSpan grace, bool leadsGroup, string? news = null) => ShellText.Of($$"""
        #!/bin/sh
        self=$1
        queue={{layout.Queue(queue)}}
        [ -z "$2" ] || queue=$2
        jobs={{layout.Jobs}}
        news={{news ?? layout.NewsOf(queue)}}
        {{JobShell.Born}}
        born_of $$
        echo "$$ $born" >"$self"/pid.part && mv -f -- "$self"/pid.part "$self"/pid || exit 97
        trap ':' TERM INT HUP
        broken() { { echo "$1"; tail -c 3000 "$self"/log; } >"$queue"/broken.part && mv -f -- "$queue"/broken.part "$queue"/broken; echo ". broken" >>"$news"; }
        cd /
        trap 'broken $?; rm -rf -- "$self"' EXIT
        {{before}}
        trap - EXIT
        while :; do
          : >"$self"/current
          {{worker}} drain --queue "$queue" --jobs "$jobs" --self "$self" --news "$news" --leader "$$ $born" --idle {{Seconds(idle)}} --grace {{Seconds(grace)}} --group {{(leadsGroup ? "leader" : "own")}}
          code=$?
          {{(leadsGroup ? ShellText.Verbatim("kill -TERM -$$ # what its tasks started and left behind; this script ignores it") : default)}}
          name=
          read -r name <"$self"/current
          if [ -n "$name" ]; then
            if [ ! -e "$jobs/$name"/outcome ] && [ -d "$jobs/$name" ]; then echo "$code" >"$jobs/$name"/exit.part && mv -f -- "$jobs/$name"/exit.part "$jobs/$name"/exit; fi
            echo "$name died" >>"$news"
            continue
          fi
          [ "$code" = 0 ] || broken "$code"
          break
        done
        rm -rf -- "$self"

        """);

    /// <summary>Makes a queue's folders and forgets that its workers could not be started earlier.</summary>
    public static ShellText Prepare(RemoteLayout layout, string queue) => ShellText.Of($$"""
        [ -d {{layout.Jobs}} ] && [ -d {{layout.Queue(queue)}}/new ] && [ -d {{layout.Queue(queue)}}/agents ] || mkdir -p -- {{layout.Jobs}} {{layout.Queue(queue)}}/new {{layout.Queue(queue)}}/agents || exit
        [ ! -e {{layout.Queue(queue)}}/broken ] || rm -f -- {{layout.Queue(queue)}}/broken
        """);

    /// <summary>Puts jobs whose files are all there into the queue, from which workers take them at once.</summary>
    public static ShellText Enter(RemoteLayout layout, string queue, IEnumerable<JobName> jobs) =>
        ShellText.Of($"for j in {ShellText.Words(jobs.Select(job => job.Name))}; do : >{layout.Queue(queue)}/new/\"$j\" || exit; done");

    /// <summary>Starts as many workers as there are waiting jobs without a free one, up to the limit; sweeps out those that died.</summary>
    public static ShellText Ensure(RemoteLayout layout, string queue, int limit) => ShellText.Of($$"""
        {{JobShell.Lives}}
        {{JobShell.Session}}
        if cd -- {{layout.Queue(queue)}}/agents 2>/dev/null && [ ! -e ../broken ]; then
          alive=0 busy=0
          for a in *; do
            if lives "$a"; then [ -e "$a"/retired ] || { alive=$((alive + 1)); if [ -s "$a"/current ]; then busy=$((busy + 1)); fi; }
            elif [ -e "$a"/pid ]; then rm -rf -- "$a"
            elif [ -d "$a" ]; then if young "$a"; then alive=$((alive + 1)); else rm -rf -- "$a"; fi
            fi
          done
          set -- ../new/*
          waiting=$#; [ -e "$1" ] || waiting=0
          free=$((alive - busy))
          {{ShellProgram.RestoreLocale}}
          while [ "$alive" -lt {{limit}} ] && [ "$waiting" -gt "$free" ]; do
            a=$(mktemp -d w.XXXXXX) || exit
            session sh ../lead.sh {{layout.Queue(queue)}}/agents/"$a" </dev/null >"$a"/log 2>&1
            alive=$((alive + 1)) free=$((free + 1))
          done
        fi
        """);

    /// <summary>Follows a file of news from now on, see <see cref="QueueLine"/>; the first line says that it has begun.</summary>
    public static ShellText Follow(string news) => ShellText.Of($"{{ [ -e {news} ] || : >>{news}; }} && echo ' following' && {{ often=; tail -s 0.2 -n 0 /dev/null 2>/dev/null && often='-s 0.2'; exec tail -n 0 -F $often -- {news} 2>/dev/null; }}");

    /// <summary>Why the workers of a queue could not be started; empty when they could.</summary>
    public static ShellText LastWords(RemoteLayout layout, string queue) => ShellText.Of($"if [ -e {layout.Queue(queue)}/broken ]; then cat -- {layout.Queue(queue)}/broken; fi");

    private static ShellText Seconds(TimeSpan time) => ShellText.Word(time.TotalSeconds.ToString(CultureInfo.InvariantCulture));
}
