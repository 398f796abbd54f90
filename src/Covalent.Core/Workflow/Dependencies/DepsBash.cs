using System.Text.Json.Nodes;

namespace Covalent;

/// <summary>Shell commands that run before a task, on the machine and in the work folder where it runs. One that fails fails the task.</summary>
public sealed record DepsBash : Dependency
{
    internal const string KindName = "bash";

    /// <summary>Names the commands.</summary>
    /// <param name="commands">Each runs in a shell of its own, in this order.</param>
    public DepsBash(params IReadOnlyList<string> commands)
    {
        ArgumentNullException.ThrowIfNull(commands);
        Commands = commands;
    }

    /// <summary>The commands.</summary>
    public IReadOnlyList<string> Commands { get; }

    /// <summary>Whether they run once for each machine and account instead of before every task. Default: false.</summary>
    public bool OncePerMachine { get; init; }

    internal override string Kind => KindName;

    internal static DepsBash Read(JsonObject json) => new(Texts(json["commands"])) { OncePerMachine = (bool?)json["once"] ?? false };

    private protected override void Write(JsonObject json)
    {
        json["commands"] = Json(Commands);
        json["once"] = OncePerMachine;
    }
}
