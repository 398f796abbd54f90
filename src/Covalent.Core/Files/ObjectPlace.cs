namespace Covalent.Core.Files;

/// <summary>An object in a store: what stands in <c>scheme://container/name</c>, with the name written the one way that every store and every signature
/// understands (all but letters, digits and <c>-._~/</c> as percent codes of their UTF-8).</summary>
/// <param name="Container">Bucket; for <c>blob</c> the account.</param>
/// <param name="Path">Slash and name, in percent codes.</param>
internal sealed record ObjectPlace(string Container, string Path)
{
    private static readonly string[] Schemes = ["s3", "gs", "blob"];

    public static bool Is(Uri address) => Schemes.Contains(address.Scheme, StringComparer.OrdinalIgnoreCase);

    /// <exception cref="WorkflowBuildException">The address would lead elsewhere than it says, or to no object.</exception>
    public static ObjectPlace Of(Uri address)
    {
        var text = address.OriginalString;
        if (address.Query.Length > 0 || address.Fragment.Length > 0 || text.Contains('?', StringComparison.Ordinal) || text.Contains('#', StringComparison.Ordinal))
        {
            throw new WorkflowBuildException($"'{HttpStrategy.Shown(address)}' has a '?' or '#' behind the name. Write %3F and %23 where they belong to the object's name; a signed address begins with https://.");
        }

        // An address loses "..", "." and backslashes on its way, and would name another object.
        var name = Uri.UnescapeDataString(text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..]);
        if (name.Contains('\\', StringComparison.Ordinal) || name.Split('/').Any(static part => part is "." or ".."))
        {
            throw new WorkflowBuildException($"'{text}' has a backslash, or '.' or '..' between slashes, which addresses cannot hold. Give the object another name.");
        }

        var path = Uri.UnescapeDataString(address.AbsolutePath);
        return path.Trim('/').Length == 0 || path.EndsWith('/')
            ? throw new WorkflowBuildException($"'{text}' names no object. Write {address.Scheme}://{address.Host}/name.")
            : new ObjectPlace(address.Host, string.Join('/', path.Split('/').Select(Uri.EscapeDataString)));
    }
}
