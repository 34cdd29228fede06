"""Golden values of libs/diagnosis: indicators, Welch spectra, squared envelopes and velocities, by SciPy and NumPy.

Run with any Python that has SciPy (made with 1.17.1): python tools/golden/src/signals.py
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy.signal import hilbert, welch
from scipy.stats import kurtosis, skew

OUT = Path(__file__).parents[3] / "libs/diagnosis/src/spectrum/golden/signals.json"
t = np.arange(1200)
x = np.sin(0.05 * t) + 0.5 * np.sin(0.9 * t + 0.4) * (1 + 0.7 * np.cos(0.02 * t)) + 0.3 * np.sin(0.01 * t * t)
x = (x + 0.2).astype(np.float32).astype(np.float64)
rms, size = np.sqrt(np.mean(x**2)), np.abs(x)
indicators = {
    "mean": x.mean(),
    "rms": rms,
    "peak": size.max(),
    "deviation": x.std(),
    "peakToPeak": np.ptp(x),
    "skewness": skew(x),
    "kurtosis": kurtosis(x, fisher=False),
    "crest": size.max() / rms,
    "shape": rms / size.mean(),
    "impulse": size.max() / size.mean(),
    "clearance": size.max() / np.mean(np.sqrt(size)) ** 2,
}
power = welch(x, nperseg=256, noverlap=128, window="hann", detrend="constant", scaling="density")[1]

# The band from 1,000 to 3,000 Hz at 12 kHz, both edges kept, then the analytic signal.
spectrum = np.fft.fft(x - x.mean())
hertz = np.abs(np.fft.fftfreq(len(x), 1 / 12_000))
band = np.real(np.fft.ifft(np.where((hertz >= 1000) & (hertz <= 3000), spectrum, 0)))
envelope = np.abs(hilbert(band)) ** 2

OUT.parent.mkdir(exist_ok=True)
OUT.write_text(
    json.dumps(
        {
            "scipy": scipy.__version__,
            "samples": x.tolist(),
            "indicators": indicators,
            "welch": (power / 256).tolist(),
            "squaredEnvelope": envelope.tolist(),
        }
    )
    + "\n"
)
