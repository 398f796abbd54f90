using Covalent.Executors.Channels;

namespace Covalent.Executors.Remote;

/// <summary>The shell programs behind <see cref="RemoteStore"/>. They need a POSIX shell, coreutils or busybox, tar and gzip.</summary>
/// <remarks>Everything appears by rename, so several dispatchers may work in one store without locks: the worst is that two send the same.</remarks>
internal static class StoreScripts
{
    /// <summary>Says "complete" when the bundle is there (and notes its use), else which of the hashes on standard input are not stored.</summary>
    public static ShellText Missing(RemoteLayout layout, string bundleId) => ShellText.Of($$"""
        if touch -c -- {{layout.Bundle(bundleId)}}/.used 2>/dev/null && [ -f {{layout.Bundle(bundleId)}}/.used ]; then echo complete; cat >/dev/null; exit; fi
        mkdir -p -- {{layout.Objects}} {{layout.Bundles}} {{layout.Incoming}} && cd -- {{layout.Objects}} || exit
        while read -r h; do [ -f "${h%"${h#??}"}/$h" ] || echo "$h"; done
        """);

    /// <summary>Unpacks a compressed archive of contents named by their hashes, verifies each and takes it in; names those that did not arrive whole.
    /// Whatever fails, only whole contents stay.</summary>
    public static ShellText Receive(RemoteLayout layout, string upload) => Within(layout, upload, ShellText.Of($$"""
        gzip -dc | tar -xf - && touch -- * && chmod 555 -- * || exit
        if command -v sha256sum >/dev/null 2>&1; then sha256sum -- *; else shasum -a 256 -- *; fi | while read -r h n; do
          n=${n#\*}
          d={{layout.Objects}}/${n%"${n#??}"}
          if [ "$h" = "$n" ]; then { [ -d "$d" ] || mkdir -p -- "$d"; } && mv -f -- "$n" "$d/$n" || exit; else echo "$n"; rm -f -- "$n"; fi
        done
        """));

    /// <summary>Makes a bundle's folder from stored contents; reads lines <c>HASH PATH</c>. Links where the file system can, else copies.
    /// Whatever fails, there is no such folder.</summary>
    public static ShellText Assemble(RemoteLayout layout, string bundleId, string upload) => Within(layout, upload, ShellText.Of($$"""
        while read -r h p; do
          d=${p%/*}
          if [ "$d" != "$p" ] && [ ! -d "$d" ]; then mkdir -p -- "$d" || exit; fi
          o={{layout.Objects}}/${h%"${h#??}"}/$h
          ln -- "$o" "$p" 2>/dev/null || cp -p -- "$o" "$p" || exit
        done
        : >.used && cd / || exit
        mv -T -- "$part" {{layout.Bundle(bundleId)}} 2>/dev/null || [ -e {{layout.Bundle(bundleId)}} ] || mv -- "$part" {{layout.Bundle(bundleId)}}
        [ -f {{layout.Bundle(bundleId)}}/.used ]
        """));

    /// <summary>Runs steps in a folder <c>$part</c> of an upload's own, which is gone afterwards.</summary>
    private static ShellText Within(RemoteLayout layout, string upload, ShellText steps) => ShellText.Of($$"""
        umask 022
        part={{layout.Incoming}}/{{upload}}
        # Told to stop, the steps end, and what they left goes all the same.
        trap : TERM HUP INT
        (
        mkdir -p -- "$part" && cd -- "$part" || exit
        {{steps}}
        )
        code=$?
        [ ! -e "$part" ] || rm -rf -- "$part"
        exit "$code"
        """);

    /// <summary>Removes bundles not used for some days and, while the store is larger than the limit, the ones unused for longest;
    /// then contents no bundle links to, and uploads and removals that never ended. Prints what the store holds afterwards, in KiB.</summary>
    public static ShellText Prune(RemoteLayout layout, int days, long kibibytes) => ShellText.Of($$"""
        cd -- {{layout.Cache}} 2>/dev/null || { echo 0; exit 0; }
        drop() { mv -- "bundles/$1" "incoming/dropped-$1.$$" 2>/dev/null && rm -rf -- "incoming/dropped-$1.$$"; }
        sweep() { find objects -type f -links 1 -mmin +"$1" -exec rm -f -- {} + 2>/dev/null; }
        find incoming -mindepth 1 -maxdepth 1 -mmin +1440 -exec rm -rf -- {} + 2>/dev/null
        find {{layout.Work}} -mindepth 1 -maxdepth 1 -name 'removed.*' -mmin +1440 -exec rm -rf -- {} + 2>/dev/null
        find bundles -mindepth 2 -maxdepth 2 -name .used -mtime +{{days}} 2>/dev/null | while read -r used; do b=${used#bundles/}; drop "${b%/.used}"; done
        sweep $(({{days}} * 1440))
        size() { du -sk . | { read -r kib rest; echo "$kib"; }; }
        while [ "$(size)" -gt {{kibibytes}} ]; do
          used=$(ls -1tr -- bundles/*/.used 2>/dev/null | head -n 1)
          [ -n "$used" ] || break
          b=${used#bundles/}; drop "${b%/.used}" || break
          sweep 60
        done
        size
        """);
}
