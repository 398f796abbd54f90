using System.Text.Json.Nodes;

namespace Covalent.Core.Execution;

/// <summary>One task in a frame. Templates and shared constants go by numbers that earlier frames gave them.</summary>
internal static class RunFrame
{
    [Flags]
    private enum Options : byte
    {
        None = 0,
        WorkDir = 1,
        TimeLimit = 2,
        Extensions = 4,
    }

    /// <param name="writer">Where to.</param>
    /// <param name="ticket">Number the task goes by on this connection.</param>
    /// <param name="template">Number of its template.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="workDir">Absolute folder; null for the worker's own.</param>
    /// <param name="shared">Shared constants it uses: index in the graph, number on this connection.</param>
    /// <param name="inputs">Nodes whose values it uses.</param>
    public static void Write(
        FrameWriter writer, int ticket, int template, TaskAttempt attempt, string? workDir, List<(int Index, int Number)> shared, List<int> inputs)
    {
        writer.Begin(FrameKind.Run);
        writer.Int(ticket);
        writer.Int(template);
        writer.Text(attempt.Dispatch.DispatchId);
        writer.Int(attempt.NodeId);
        writer.Int(attempt.Number);
        WriteOptions(writer, attempt.Options, TraceField.Add(attempt.Options.Extensions, attempt.TraceParent), workDir);
        writer.Bytes(attempt.Dispatch.Graph.SlotsOf(attempt.NodeId));
        writer.Int(shared.Count);
        foreach (var (index, number) in shared)
        {
            writer.Int(index);
            writer.Int(number);
        }

        writer.Int(inputs.Count);
        foreach (var node in inputs)
        {
            var value = attempt.Dispatch.Values.GetEncoded(node);
            writer.Int(node);
            writer.Text(value.Codec ?? "");
            writer.Bytes(value.Bytes);
        }

        writer.End();
    }

    /// <summary>Reads a task; its values are copied out of the frame unless the frame may be kept.</summary>
    public static (int Ticket, PackedTask Task) Read(
        ReadOnlyMemory<byte> contents, bool isOwned, LastText dispatchIds, Func<int, TaskTemplate> template, Func<int, ReadOnlyMemory<byte>> constant)
    {
        var fields = new FrameFields(isOwned ? contents : contents.ToArray());
        var ticket = fields.Int();
        var ofTemplate = template(fields.Int());
        var dispatchId = dispatchIds.Of(fields.Bytes().Span);
        var node = fields.Int();
        var attempt = fields.Int();
        var options = (Options)fields.Byte();
        return (ticket, new PackedTask
        {
            DispatchId = dispatchId,
            NodeId = node,
            Attempt = attempt,
            Template = ofTemplate,
            WorkDir = options.HasFlag(Options.WorkDir) ? fields.Text() : null,
            TimeLimit = options.HasFlag(Options.TimeLimit) ? TimeSpan.FromTicks(fields.Long()) : null,
            Extensions = options.HasFlag(Options.Extensions) ? JsonNode.Parse(fields.Text())!.AsObject() : null,
            Slots = fields.Bytes(),
            Shared = ReadShared(ref fields, constant),
            Inputs = ReadInputs(ref fields),
        });
    }

    private static void WriteOptions(FrameWriter writer, ElectronOptions options, JsonObject? extensions, string? workDir)
    {
        var flags = (workDir is null ? Options.None : Options.WorkDir)
            | (options.TimeLimit is null ? Options.None : Options.TimeLimit)
            | (extensions is null ? Options.None : Options.Extensions);
        writer.Byte((byte)flags);
        if (workDir is not null)
        {
            writer.Text(workDir);
        }

        if (options.TimeLimit is { } limit)
        {
            writer.Long(limit.Ticks);
        }

        if (extensions is not null)
        {
            writer.Text(extensions.ToJsonString());
        }
    }

    private static PackedConstants ReadShared(ref FrameFields fields, Func<int, ReadOnlyMemory<byte>> constant)
    {
        var count = fields.Count(2);
        if (count == 0)
        {
            return PackedConstants.None;
        }

        var used = new KeyValuePair<int, ReadOnlyMemory<byte>>[count];
        for (var i = 0; i < count; i++)
        {
            used[i] = KeyValuePair.Create(fields.Int(), constant(fields.Int()));
        }

        return new PackedConstants(used);
    }

    private static PackedInput[] ReadInputs(ref FrameFields fields)
    {
        var count = fields.Count(3);
        if (count == 0)
        {
            return [];
        }

        var inputs = new PackedInput[count];
        for (var i = 0; i < count; i++)
        {
            inputs[i] = new PackedInput(fields.Int(), new EncodedValue(KnownCodecs.Read(ref fields), fields.Bytes()));
        }

        return inputs;
    }
}
