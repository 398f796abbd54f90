namespace Covalent.Core.Files;

/// <summary>A place where a file may be.</summary>
/// <param name="Text">As it was given; null for a temporary file.</param>
/// <param name="Address">For remote places.</param>
internal sealed record FileLocation(string? Text, Uri? Address)
{
    public bool IsRemote => Address is not null;

    public static FileLocation Parse(string? text)
    {
        if (text is null || !text.Contains("://", StringComparison.Ordinal))
        {
            return new FileLocation(text, null);
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var address))
        {
            throw new WorkflowBuildException($"'{text}' is not an address. Write scheme://host/path, or a plain path.");
        }

        if (ObjectPlace.Is(address))
        {
            _ = ObjectPlace.Of(address);
        }

        return address.IsFile ? new FileLocation(address.LocalPath, null) : new FileLocation(text, address);
    }

    /// <summary>The path on this machine, under the task's folder where it is relative.</summary>
    public string PathIn(string folder) => Text is null
        ? Path.Combine(Path.GetTempPath(), $"covalent-{Guid.NewGuid():N}")
        : Path.GetFullPath(Text, folder);
}
