namespace Covalent;

/// <summary>Moves files between this machine and places of one scheme. Made once per use, on the machine where the task runs.</summary>
public interface IFileStrategy
{
    /// <summary>Brings a file. What an earlier try left in <paramref name="to"/> may be continued.</summary>
    /// <exception cref="CovalentException">It cannot be brought; the message names the place and the reason.</exception>
    Task DownloadAsync(Uri from, string to, IProgress<double> progress, CancellationToken cancellationToken);

    /// <summary>Takes a file away.</summary>
    /// <exception cref="CovalentException">It cannot be taken there; the message names the place and the reason.</exception>
    Task UploadAsync(string from, Uri to, IProgress<double> progress, CancellationToken cancellationToken);
}

/// <summary>Says which class moves files of a scheme, for every transfer of the application. On an assembly, so that workers find it, too.</summary>
/// <param name="scheme">The scheme, such as <c>ftp</c>; one of the built-in ones is replaced.</param>
/// <param name="strategy">A class that is an <see cref="IFileStrategy"/> and has a constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class FileStrategyAttribute(string scheme, Type strategy) : Attribute
{
    /// <summary>The scheme.</summary>
    public string Scheme { get; } = scheme;

    /// <summary>The class.</summary>
    public Type Strategy { get; } = strategy;
}
