using System.Globalization;

namespace Covalent.Executors.Slurm;

/// <summary>What one of Slurm's programs says about a job.</summary>
/// <param name="Id">Job id; <c>123_4</c> for an element of an array.</param>
/// <param name="State">State in Slurm's words.</param>
internal sealed record SlurmJobReport(string Id, string State)
{
    public string Name { get; init; } = "";

    public string Nodes { get; init; } = "";

    public string Reason { get; init; } = "";

    public int? ExitCode { get; init; }

    public int Signal { get; init; }
}

/// <summary>Reads what Slurm's programs print. Lines that make no sense are skipped; nothing throws.</summary>
internal static class SlurmOutput
{
    /// <summary>Columns of <c>squeue</c>; the reason comes last, since it alone may hold a bar.</summary>
    public const string QueueFormat = "%i|%T|%j|%N|%r";

    /// <summary>Columns of <c>sacct</c>.</summary>
    public const string AccountFormat = "JobID,State,ExitCode,JobName,NodeList,Reason";

    /// <summary>The id in the answer of <c>sbatch --parsable</c>, <c>ID</c> or <c>ID;CLUSTER</c>; null when there is none. Notices of the site
    /// may stand before it.</summary>
    public static string? JobId(string output)
    {
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Reverse())
        {
            string id = line.Split(';')[0];
            if (id.Length is > 0 and <= 12 && id.All(char.IsAsciiDigit))
            {
                return id;
            }
        }

        return null;
    }

    /// <summary>Jobs as <c>squeue</c> lists them.</summary>
    public static IEnumerable<SlurmJobReport> Queue(string output) =>
        from line in output.Split('\n')
        let fields = line.TrimEnd('\r').Split('|', 5)
        where fields.Length == 5 && IsId(fields[0]) && fields[1].Length > 0
        select new SlurmJobReport(fields[0], fields[1]) { Name = fields[2], Nodes = fields[3], Reason = fields[4] };

    /// <summary>Jobs as <c>sacct -X -n -P</c> lists them.</summary>
    public static IEnumerable<SlurmJobReport> Accounts(string output) =>
        from line in output.Split('\n')
        let fields = line.TrimEnd('\r').Split('|', 6)
        where fields.Length == 6 && IsId(fields[0]) && fields[1].Length > 0
        let exit = Exit(fields[2])
        select new SlurmJobReport(fields[0], fields[1]) { ExitCode = exit.Code, Signal = exit.Signal, Name = fields[3], Nodes = fields[4], Reason = fields[5] };

    /// <summary>Jobs as <c>scontrol -o show job</c> and the job completion log print them: one line of KEY=VALUE each.</summary>
    public static IEnumerable<SlurmJobReport> Details(string output)
    {
        foreach (string line in output.Split('\n'))
        {
            string array = Field(line, "ArrayJobId");
            string task = Field(line, "ArrayTaskId");
            string id = array.Length > 0 && task.Length > 0 ? $"{array}_{task}" : Field(line, "JobId");
            string state = Field(line, "JobState");
            if (IsId(id) && state.Length > 0)
            {
                (int? code, int signal) = Exit(Field(line, "ExitCode"));
                string name = Field(line, "JobName");
                yield return new SlurmJobReport(id, state)
                {
                    Name = name.Length > 0 ? name : Field(line, "Name"),
                    Nodes = Field(line, "NodeList"),
                    Reason = Field(line, "Reason"),
                    ExitCode = code,
                    Signal = signal,
                };
            }
        }
    }

    /// <summary>The value of a key in a line of KEY=VALUE pairs; "" when it is not there.</summary>
    private static string Field(string line, string key)
    {
        // The key must stand at the beginning or after a blank: "Name=" must not be found in "JobName=".
        int at = line.StartsWith(key + "=", StringComparison.Ordinal) ? 0 : line.IndexOf($" {key}=", StringComparison.Ordinal) + 1;
        if (at == 0 && !line.StartsWith(key + "=", StringComparison.Ordinal))
        {
            return "";
        }

        int start = at + key.Length + 1;
        int end = line.IndexOf(' ', start);
        string value = (end < 0 ? line[start..] : line[start..end]).Trim();
        return value is "(null)" or "N/A" ? "" : value;
    }

    /// <summary><c>3:0</c> is exit code 3, <c>0:9</c> signal 9.</summary>
    private static (int? Code, int Signal) Exit(string text) =>
        text.Split(':') is [var code, var signal] && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int c) && int.TryParse(signal, NumberStyles.None, CultureInfo.InvariantCulture, out int s)
            ? (c, s)
            : (null, 0);

    private static bool IsId(string text) => text.Length is > 0 and <= 24 && char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiDigit(c) || c == '_');
}
