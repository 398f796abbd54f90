using System.Net.Http.Headers;

namespace Covalent.Core.Files;

/// <summary>A download under way: the bytes so far, and what the server called that version of the file.</summary>
internal sealed class PartFile
{
    private readonly string _target;
    private readonly string _tagFile;

    public PartFile(string target)
    {
        _target = target;
        Path = target + ".part";
        _tagFile = Path + ".etag";
        if (File.Exists(Path) && File.Exists(_tagFile) && EntityTagHeaderValue.TryParse(File.ReadAllText(_tagFile), out var tag))
        {
            Tag = tag;
            Length = new FileInfo(Path).Length;
        }
    }

    public string Path { get; }

    public EntityTagHeaderValue? Tag { get; }

    public long Length { get; }

    /// <summary>Whether an answer goes on where this ends, in the same version of the file. Not every server heeds the condition it is given.</summary>
    public bool IsContinuedBy(HttpResponseMessage answer) =>
        (answer.Headers.ETag is null || answer.Headers.ETag.Equals(Tag)) && answer.Content.Headers.ContentRange?.From == Length;

    public void Begin(EntityTagHeaderValue? tag)
    {
        if (tag is { IsWeak: false })
        {
            File.WriteAllText(_tagFile, tag.ToString());
        }
        else
        {
            File.Delete(_tagFile);
        }
    }

    public void Finish()
    {
        File.Move(Path, _target, overwrite: true);
        File.Delete(_tagFile);
    }

    /// <summary>Begins anew next time.</summary>
    public void Discard()
    {
        File.Delete(Path);
        File.Delete(_tagFile);
    }
}
