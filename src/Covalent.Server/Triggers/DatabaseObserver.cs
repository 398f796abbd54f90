using System.Text.Json.Nodes;
using Covalent.Engine.Storage;

namespace Covalent.Server.Triggers;

/// <summary>Asks a database at intervals and compares the answer with the one that fired last.</summary>
internal sealed class DatabaseObserver(DatabaseTrigger trigger, TimeProvider clock) : TriggerObserver
{
    private readonly RowQuestion _question = RowQuestion.For(trigger);
    private int _count;
    private bool _hasAsked;

    public override TimeSpan Pause => trigger.PollInterval;

    public override TriggerRecord Begin(TriggerRecord record) => record with { State = State("", 0) };

    public override async ValueTask<Occasion?> NextAsync(TriggerRecord record, CancellationToken cancellationToken)
    {
        var state = JsonNode.Parse(record.State)!;
        var (fired, sequence) = (state["rows"]!.GetValue<string>(), state["sequence"]!.GetValue<long>());
        while (true)
        {
            if (_hasAsked)
            {
                await Task.Delay(trigger.PollInterval, clock, cancellationToken);
            }

            _hasAsked = true;
            var rows = await _question.AskAsync(cancellationToken);
            await Looked(cancellationToken);
            if (rows.Length == 0)
            {
                _count = 0;
                if (fired.Length > 0)
                {
                    // The same rows are new again once they were gone.
                    return new Occasion("", State("", sequence), Fires: false);
                }
            }
            else if (++_count >= trigger.AfterCount && (trigger.EvenUnchanged || rows != fired))
            {
                _count = trigger.EvenUnchanged ? 0 : _count;
                return new Occasion($"{sequence + 1}", State(rows, sequence + 1));
            }
        }
    }

    public override ValueTask DisposeAsync() => _question.DisposeAsync();

    private static string State(string rows, long sequence) => new JsonObject { ["rows"] = rows, ["sequence"] = sequence }.ToJsonString();
}
