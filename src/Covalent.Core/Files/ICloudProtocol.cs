namespace Covalent.Core.Files;

/// <summary>What an object store adds to plain HTTP.</summary>
internal interface ICloudProtocol
{
    /// <summary>Completes a request: credentials, versions, wishes.</summary>
    /// <exception cref="CovalentException">The credentials on this machine are incomplete.</exception>
    void Sign(HttpRequestMessage request);

    /// <summary>Headers for an upload of a file.</summary>
    Task PrepareUploadAsync(HttpRequestMessage request, string file, CancellationToken cancellationToken);

    /// <summary>The checksum that an answer tells for the whole object; null for none.</summary>
    FileChecksum? ChecksumOf(HttpResponseMessage response);

    /// <summary>Says in words what a refusal means, and what to do; null where HTTP's own words must do.</summary>
    string? Explain(HttpRequestMessage request, HttpResponseMessage response, string words);
}
