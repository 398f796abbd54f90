namespace Covalent.Core.Leptons;

/// <summary>One call in another language, ready to be recorded.</summary>
internal sealed record LeptonCall
{
    /// <summary>Language word, as in <see cref="FunctionReference.Language"/>.</summary>
    public required string Language { get; init; }

    /// <summary>Name of the node.</summary>
    public required string Name { get; init; }

    /// <summary>File, module or program, as people know it.</summary>
    public required string Origin { get; init; }

    public required LeptonDescription Description { get; init; }

    public IReadOnlyList<LeptonFile> Files { get; init; } = [];

    public ExecutorSpec? Executor { get; init; }

    public ElectronOptions? Options { get; init; }

    /// <summary>Source shown to people.</summary>
    public string? SourceText { get; init; }

    /// <summary>What messages call it.</summary>
    public string Title => $"the {Language} function '{Name}' ({Origin})";
}
