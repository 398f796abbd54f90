using Covalent.Core.Execution;

namespace Covalent.Executors.Local;

/// <summary>Turns attempts into frames for one worker, sending what several tasks share once. Used under the worker's send lock.</summary>
internal sealed class OrderBook
{
    // Past these the worker is told to forget everything, which costs little and bounds what both sides hold.
    private const int MostNumbers = 4096;
    private const long MostConstantBytes = 256L << 20;

    private readonly Dictionary<EncodedTemplate, int> _templates = [];
    private readonly Dictionary<ReadOnlyMemory<byte>, int> _constants = [];
    private readonly List<int> _shared = [];
    private readonly List<int> _inputs = [];
    private readonly List<(int Index, int Number)> _numbered = [];
    private (TaskTemplate Template, int Number)? _last;
    private long _constantBytes;
    private int _nextNumber;

    /// <exception cref="CovalentException">An input or an argument is not readable.</exception>
    public void Write(FrameWriter writer, int ticket, TaskAttempt attempt, string? workDir)
    {
        ForgetWhenFull(writer);
        var graph = attempt.Dispatch.Graph;
        var template = attempt.Template;
        _shared.Clear();
        _inputs.Clear();
        _numbered.Clear();
        SlotReferences.Collect(template, graph.SlotsOf(attempt.NodeId).Span, _shared, _inputs);
        foreach (var index in _shared)
        {
            _numbered.Add((index, NumberOf(writer, graph.SharedConstants[index])));
        }

        RunFrame.Write(writer, ticket, NumberOf(writer, template), attempt, workDir, _numbered, _inputs);
    }

    private int NumberOf(FrameWriter writer, TaskTemplate template)
    {
        if (_last is { } last && ReferenceEquals(last.Template, template))
        {
            return last.Number;
        }

        var encoded = EncodedTemplate.Of(template);
        if (!_templates.TryGetValue(encoded, out var number))
        {
            _templates[encoded] = number = _nextNumber++;
            Define(writer, FrameKind.Template, number, encoded.Bytes);
        }

        _last = (template, number);
        return number;
    }

    private int NumberOf(FrameWriter writer, ReadOnlyMemory<byte> constant)
    {
        if (!_constants.TryGetValue(constant, out var number))
        {
            _constants[constant] = number = _nextNumber++;
            _constantBytes += constant.Length;
            Define(writer, FrameKind.Constant, number, constant);
        }

        return number;
    }

    private static void Define(FrameWriter writer, FrameKind kind, int number, ReadOnlyMemory<byte> bytes)
    {
        writer.Begin(kind);
        writer.Int(number);
        writer.Append(bytes);
        writer.End();
    }

    private void ForgetWhenFull(FrameWriter writer)
    {
        if (_templates.Count + _constants.Count < MostNumbers && _constantBytes < MostConstantBytes)
        {
            return;
        }

        _templates.Clear();
        _constants.Clear();
        _constantBytes = 0;
        _last = null;
        writer.Begin(FrameKind.Reset);
        writer.End();
    }
}
