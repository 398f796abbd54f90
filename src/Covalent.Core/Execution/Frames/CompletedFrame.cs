namespace Covalent.Core.Execution;

/// <summary>The commonest outcome, short: completed, nothing written, nothing attached.</summary>
internal static class CompletedFrame
{
    public static bool Fits(TaskOutcome outcome) =>
        outcome is { Status: Status.Completed, Child: null, Attachments: null, Spans: null } && outcome.Stdout.IsEmpty && outcome.Stderr.IsEmpty;

    public static void Write(FrameWriter writer, int ticket, TaskOutcome outcome)
    {
        writer.Begin(FrameKind.Completed);
        writer.Int(ticket);
        writer.Long(outcome.StartedAt);
        writer.Varint((ulong)(outcome.EndedAt - outcome.StartedAt));
        writer.Varint((ulong)outcome.PeakMemory);
        writer.Text(outcome.Result.Codec ?? "");
        writer.Bytes(outcome.ResultHead);
        writer.Bytes(outcome.Result.Bytes);
        writer.End();
    }

    public static (int Ticket, TaskOutcome Outcome) Read(ReadOnlyMemory<byte> contents, bool isOwned)
    {
        var fields = new FrameFields(contents);
        var ticket = fields.Int();
        var started = fields.Long();
        var ended = started + (long)fields.Varint();
        var peak = (long)fields.Varint();
        var codec = KnownCodecs.Read(ref fields);
        var head = fields.Bytes();
        var bytes = fields.Bytes();
        return (ticket, new TaskOutcome
        {
            Status = Status.Completed,
            StartedAt = started,
            EndedAt = ended,
            PeakMemory = peak,
            Result = codec.Length == 0 ? default : new EncodedValue(codec, isOwned ? bytes : bytes.ToArray()),
            ResultHead = isOwned ? head : head.ToArray(),
        });
    }
}
