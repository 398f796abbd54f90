using System.Text;

namespace Covalent.Server.Tests.Chaos;

/// <summary>What a chaos run saw.</summary>
internal sealed class ChaosCounts
{
    private readonly SortedDictionary<Status, int> _statuses = [];

    public HashSet<string> Seen { get; } = [];

    public int Sublattices { get; private set; }

    public int NotTerminal { get; private set; }

    public int Missing { get; set; }

    public int TasksRun { get; set; }

    public int ServersKilled { get; set; }

    public int ServersStopped { get; set; }

    public int WorkersKilled { get; set; }

    /// <summary>Processes on hosts and clusters.</summary>
    public int FarKilled { get; set; }

    public int OrphanedFiles { get; set; }

    public int EngineLocks { get; set; }

    public int ScratchFolders { get; set; }

    public int ProcessesLeft { get; set; }

    public List<string> Wrong { get; } = [];

    public List<string> Recomputed { get; } = [];

    public void Add(DispatchSnapshot dispatch)
    {
        _statuses[dispatch.Status] = _statuses.GetValueOrDefault(dispatch.Status) + 1;
        Sublattices += dispatch.Parent is null ? 0 : 1;
        NotTerminal += dispatch.Status.IsTerminal() ? 0 : 1;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine($"dispatches {Seen.Count} (sublattices {Sublattices}): {string.Join(", ", _statuses.Select(pair => $"{pair.Key.ToWord()} {pair.Value}"))}; tasks run {TasksRun}");
        text.AppendLine($"servers killed {ServersKilled}, stopped {ServersStopped}; workers killed {WorkersKilled}, on the far side {FarKilled}");
        text.AppendLine($"not terminal {NotTerminal}, missing {Missing}, wrong {Wrong.Count}, recomputed {Recomputed.Count}");
        text.AppendLine($"left behind: processes {ProcessesLeft}, scratch folders {ScratchFolders}, engine locks {EngineLocks}, files for the daily sweep {OrphanedFiles}");
        foreach (var line in Wrong.Concat(Recomputed).Take(20))
        {
            text.AppendLine(line);
        }

        return text.ToString();
    }
}
