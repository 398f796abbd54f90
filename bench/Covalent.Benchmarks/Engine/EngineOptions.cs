namespace Covalent.Benchmarks.Engine;

/// <summary>What to measure.</summary>
internal sealed record EngineOptions
{
    public string Shape { get; private init; } = "wide";

    public int Tasks { get; private init; } = 10_000;

    public string Executor { get; private init; } = "in-process";

    public bool Durable { get; init; } = true;

    public bool Full { get; private init; }

    public bool Json { get; private init; }

    public int Repeat { get; private init; } = 3;

    public static EngineOptions Parse(ReadOnlySpan<string> args)
    {
        var options = new EngineOptions();
        for (var i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--json" => options with { Json = true },
                "--shape" => options with { Shape = args[++i] },
                "--tasks" => options with { Tasks = int.Parse(args[++i]) },
                "--executor" => options with { Executor = args[++i] },
                "--durable" => options with { Durable = bool.Parse(args[++i]) },
                "--full" => options with { Full = bool.Parse(args[++i]) },
                "--repeat" => options with { Repeat = int.Parse(args[++i]) },
                var other => throw new ArgumentException($"'{other}' is not an option of engine. Known: --shape --tasks --executor --durable --full --repeat --json."),
            };
        }

        return options;
    }
}
