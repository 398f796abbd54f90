using System.Text.Json;
using System.Text.Json.Nodes;
using Covalent.Core.Triggers;

namespace Covalent;

/// <summary>Starts a dispatch when something happens, and derives a new one from it each time it happens again. Attached with
/// <see cref="DispatchOptions.Triggers"/> or <see cref="Workflow.AddTriggerAsync"/>; a server watches for it, across its restarts.</summary>
/// <remarks>The first firing starts a dispatch that waits for it; every later one redispatches it with the same inputs and without reusing results.
/// Each occasion fires exactly once, also when the server dies in the middle.</remarks>
public abstract record Trigger
{
    private protected Trigger()
    {
    }

    /// <summary>Name for people. Null: its kind.</summary>
    public string? Name { get; init; }

    /// <summary>Whether it watches; one that does not can be enabled later. Default: true.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Most dispatches of this trigger that may be unfinished at a time, 1 to 1000. Beyond that a time trigger skips the occasion and counts
    /// it as skipped, and every other one waits and fires when one has ended. Default: 10.</summary>
    public int MaxUnfinished { get; init; } = 10;

    /// <summary>Short word for the kind of trigger, such as <c>time</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>The trigger as JSON, as it is stored and travels.</summary>
    public string ToJson()
    {
        var json = new JsonObject { ["kind"] = Kind };
        if (Name is not null)
        {
            json["name"] = Name;
        }

        json["enabled"] = IsEnabled;
        json["max_unfinished"] = MaxUnfinished;
        Write(json);
        return json.ToJsonString();
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote. A custom trigger is read as one that is fired from outside.</summary>
    /// <exception cref="ArgumentException">It is no trigger, or has values that cannot work; all problems are named.</exception>
    public static Trigger FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        Trigger trigger;
        try
        {
            trigger = TriggerJson.Read(JsonNode.Parse(json) as JsonObject ?? throw new FormatException("it is not a JSON object"));
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or OverflowException)
        {
            throw new ArgumentException($"The trigger cannot be read: {e.Message}", nameof(json), e);
        }

        trigger.ThrowOnProblems();
        return trigger;
    }

    internal void ThrowOnProblems()
    {
        var problems = Problems().ToList();
        if (problems.Count > 0)
        {
            throw new ArgumentException($"The {Kind} trigger{(Name is null ? "" : $" '{Name}'")} cannot work: {string.Join(" ", problems)}");
        }
    }

    private protected virtual IEnumerable<string> Problems()
    {
        if (MaxUnfinished is < 1 or > 1000)
        {
            yield return $"MaxUnfinished is {MaxUnfinished}; use 1 to 1000.";
        }

        if (Name is { Length: 0 or > 200 })
        {
            yield return "Name is empty or longer than 200 characters.";
        }
    }

    private protected abstract void Write(JsonObject json);
}
