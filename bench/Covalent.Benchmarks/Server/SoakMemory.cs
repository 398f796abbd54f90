using System.Globalization;

namespace Covalent.Benchmarks.Server;

/// <summary>What a process's resident memory consists of, in MiB, from <c>/proc/PID/smaps</c>.</summary>
/// <param name="Managed">Anonymous memory: the managed heap, the collector's tables, the runtime's own.</param>
/// <param name="Native">What native code took by <c>malloc</c>: the break and the 64 MiB arenas of glibc. SQLite's caches are here.</param>
/// <param name="Stacks">Stacks of threads.</param>
/// <param name="Code">Code made at run time.</param>
/// <param name="Programs">Pages of program files; clean, so the system may drop them.</param>
/// <param name="Database">Pages of the database's files; clean or shared.</param>
internal sealed record SoakMemory(double Managed, double Native, double Stacks, double Code, double Programs, double Database)
{
    private const long Arena = 64L << 20;

    public static SoakMemory Take(int process)
    {
        var sums = new Dictionary<string, double>();
        var kind = "";
        foreach (var line in File.ReadLines($"/proc/{process}/smaps"))
        {
            if (line.StartsWith("Rss:", StringComparison.Ordinal))
            {
                var kib = double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
                sums[kind] = sums.GetValueOrDefault(kind) + (kib / 1024);
            }
            else if (line.Split(' ')[0] is var range && range.Contains('-', StringComparison.Ordinal))
            {
                kind = KindOf(range, line);
            }
        }

        double Of(string name) => sums.GetValueOrDefault(name);
        return new SoakMemory(Of("managed"), Of("native"), Of("stacks"), Of("code"), Of("programs"), Of("database"));
    }

    /// <summary>Prints what became of each part between two moments.</summary>
    public static void Print(SoakMemory before, SoakMemory after)
    {
        foreach (var (name, of) in new (string, Func<SoakMemory, double>)[]
        {
            ("managed and runtime", m => m.Managed), ("native malloc", m => m.Native), ("stacks", m => m.Stacks), ("made code", m => m.Code),
            ("program files", m => m.Programs), ("database files", m => m.Database),
        })
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name}: {of(before):0.0} to {of(after):0.0} MiB ({of(after) - of(before):+0.0;-0.0})"));
        }
    }

    private static string KindOf(string range, string line)
    {
        var ends = range.Split('-').Select(text => long.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
        var name = line.Split(' ', 6, StringSplitOptions.RemoveEmptyEntries) is [_, _, _, _, _, var path] ? path.Trim() : "";
        return name switch
        {
            "[heap]" => "native",
            "[stack]" => "stacks",
            _ when name.Contains("doublemapper", StringComparison.Ordinal) => "code",
            _ when name.Contains(".db", StringComparison.Ordinal) => "database",
            _ when name.StartsWith('/') => "programs",
            _ when ends[0] % Arena == 0 && ends[1] - ends[0] <= Arena => "native",
            _ when ends[1] - ends[0] is 1536 << 10 or 8 << 20 => "stacks",
            _ => "managed",
        };
    }
}
